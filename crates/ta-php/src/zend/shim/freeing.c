/*
 * Statements that go away while another coroutine is inside of their connection.
 *
 * Freeing one talks to the server: pdo_pgsql deallocates it, and would take the answer
 * that the other coroutine waits for. Nobody can be refused here, so it waits until
 * nobody is inside.
 */
#include "guard.h"

/* Per thread: they are only reachable through an object before 8.3. */
ZEND_TLS zend_object_handlers ta_statement_handlers;
ZEND_TLS const zend_object_handlers *ta_driver_handlers;
static zend_class_entry *ta_statement_class;
static zend_object *(*ta_driver_create)(zend_class_entry *);

static void ta_find_statement(ta_inside *node, const ta_guarded *guarded)
{
	ta_find_client(node, guarded);
	node->courtesy = TA_LETS_PASS;
}

static void ta_free_statement(zend_object *object)
{
	static const ta_guarded freeing = { .find = ta_find_statement };
	if (EXPECTED(!ta_now.on)) {
		ta_driver_handlers->free_obj(object);
		return;
	}
	ta_inside node;
	ta_call_begin(&node, &freeing, EG(current_execute_data));
	node.iterated = object;
	if (UNEXPECTED(ta_now.held)) {
		/* An exception that is on its way is none of the driver's, and who is told to
		 * stop waiting has to free it nevertheless. */
		ta_aside aside;
		ta_exception_set_aside(&aside);
		bool admitted = ta_holders_admit(&node);
		if (aside.exception) {
			if (!admitted && EG(exception)) {
				zend_clear_exception();
			}
			ta_exception_bring_back(&aside);
		}
	}
	node.older = ta_now.innermost;
	ta_now.innermost = &node;
	ta_driver_handlers->free_obj(object);
	ta_now.innermost = node.older;
	if (UNEXPECTED(node.due)) {
		ta_call_over(&node);
	}
}

static zend_object *ta_create_statement(zend_class_entry *class)
{
	zend_object *object = ta_driver_create(class);
	if (UNEXPECTED(ta_driver_handlers != object->handlers)) {
		ta_driver_handlers = object->handlers;
		ta_statement_handlers = *object->handlers;
		ta_statement_handlers.free_obj = ta_free_statement;
	}
	object->handlers = &ta_statement_handlers;
	return object;
}

/* At install, before any class is derived. */
void ta_guard_freeing(void)
{
	zend_class_entry *class = zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdostatement"));
	if (class && !ta_statement_class && class->create_object) {
		ta_statement_class = class;
		ta_driver_create = class->create_object;
		class->create_object = ta_create_statement;
	}
}

/* As ta_guard_uninstall(). */
void ta_freeing_forget(void)
{
	ta_statement_class = NULL;
}
