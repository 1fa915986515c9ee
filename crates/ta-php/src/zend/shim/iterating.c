/*
 * foreach over a statement or a result: rows are fetched without a function being
 * called. So the two classes whose iterators fetch have them made here, with a note of
 * each fetch like the one that guard.c keeps of a call.
 */
#include "guard.h"
#include <pthread.h>

static const ta_guarded ta_iterating = { .find = ta_find_client };

typedef struct ta_iterable {
	const char *class;
	zend_class_entry *entry;
	zend_object_iterator *(*get)(zend_class_entry *, zval *, int);
	/* Their table, and the copy with our functions in it, made with the first one. */
	const zend_object_iterator_funcs *theirs;
	zend_object_iterator_funcs ours;
} ta_iterable;

static ta_iterable ta_iterables[] = { { .class = "pdostatement" }, { .class = "mysqli_result" } };
#define TA_ITERABLES (sizeof(ta_iterables) / sizeof(ta_iterables[0]))
static pthread_mutex_t ta_copying = PTHREAD_MUTEX_INITIALIZER;

static bool ta_fetch_begins(ta_inside *node, zend_object *object)
{
	ta_call_begin(node, &ta_iterating, EG(current_execute_data));
	node->iterated = object;
	if (UNEXPECTED(ta_now.held) && !ta_holders_admit(node)) {
		return false;
	}
	node->older = ta_now.innermost;
	ta_now.innermost = node;
	return true;
}

static void ta_fetch_ends(ta_inside *node)
{
	ta_now.innermost = node->older;
	if (UNEXPECTED(node->due)) {
		ta_call_over(node);
	}
}

static const zend_object_iterator_funcs *ta_their_functions(const zend_object_iterator *iterator)
{
	const char *ours = (const char *)iterator->funcs;
	return ((const ta_iterable *)(ours - offsetof(ta_iterable, ours)))->theirs;
}

static void ta_fetch(zend_object_iterator *iterator, void (*step)(zend_object_iterator *))
{
	if (!ta_now.on) {
		step(iterator);
		return;
	}
	ta_inside node;
	if (ta_fetch_begins(&node, Z_OBJ(iterator->data))) {
		step(iterator);
		ta_fetch_ends(&node);
	}
}

static void ta_move_forward(zend_object_iterator *iterator)
{
	ta_fetch(iterator, ta_their_functions(iterator)->move_forward);
}

static void ta_rewind(zend_object_iterator *iterator)
{
	ta_fetch(iterator, ta_their_functions(iterator)->rewind);
}

/* Has the iterator call our functions. */
static void ta_adopt(ta_iterable *iterable, zend_object_iterator *iterator)
{
	pthread_mutex_lock(&ta_copying);
	if (!iterable->theirs) {
		iterable->ours = *iterator->funcs;
		iterable->ours.move_forward = ta_move_forward;
		if (iterable->ours.rewind) {
			iterable->ours.rewind = ta_rewind;
		}
		iterable->theirs = iterator->funcs;
	}
	if (iterator->funcs == iterable->theirs) {
		iterator->funcs = &iterable->ours;
	}
	pthread_mutex_unlock(&ta_copying);
}

static zend_object_iterator *ta_get_iterator(zend_class_entry *class, zval *object, int by_ref)
{
	ta_iterable *iterable = ta_iterables;
	while (!iterable->entry || !instanceof_function(class, iterable->entry)) {
		iterable++;
	}
	if (!ta_now.on) {
		return iterable->get(class, object, by_ref);
	}
	ta_inside node;
	if (!ta_fetch_begins(&node, Z_OBJ_P(object))) {
		return NULL;
	}
	zend_object_iterator *iterator = iterable->get(class, object, by_ref);
	ta_fetch_ends(&node);
	if (iterator) {
		ta_adopt(iterable, iterator);
	}
	return iterator;
}

/* Only classes that have it from one of ours call it. */
void ta_guard_iterators(void)
{
	for (ta_iterable *iterable = ta_iterables; iterable < ta_iterables + TA_ITERABLES; iterable++) {
		zend_class_entry *class = zend_hash_str_find_ptr(CG(class_table), iterable->class, strlen(iterable->class));
		if (class && !iterable->entry && class->get_iterator) {
			iterable->entry = class;
			iterable->get = class->get_iterator;
			class->get_iterator = ta_get_iterator;
		}
	}
}

/* As ta_guard_uninstall(). The next start of the engine makes new classes. */
void ta_iterators_forget(void)
{
	for (ta_iterable *iterable = ta_iterables; iterable < ta_iterables + TA_ITERABLES; iterable++) {
		iterable->entry = NULL;
		iterable->theirs = NULL;
	}
}
