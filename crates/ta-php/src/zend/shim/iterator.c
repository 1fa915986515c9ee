/* Walking arrays and Traversable objects, an element at a time. */
#include "shim.h"

/* The element at `position`, which moves on; false at the end. The array must not
 * change meanwhile. */
bool ta_array_next(HashTable *array, uint32_t *position, zval *key, zval *value)
{
	zval *element = zend_hash_get_current_data_ex(array, position);
	if (!element) {
		return false;
	}
	ZVAL_DEINDIRECT(element);
	zend_hash_get_current_key_zval_ex(array, key, position);
	ZVAL_COPY_DEREF(value, element);
	zend_hash_move_forward_ex(array, position);
	return true;
}

typedef struct ta_opening {
	zval object;
	zend_object_iterator *iterator;
} ta_opening;

static void ta_open(void *data)
{
	ta_opening *opening = data;
	zend_class_entry *class = Z_OBJCE(opening->object);
	opening->iterator = class->get_iterator(class, &opening->object, 0);
	if (opening->iterator && EG(exception)) {
		zend_iterator_dtor(opening->iterator);
		opening->iterator = NULL;
	}
}

/* An iterator over a Traversable object. NULL when it threw, or after a fatal error,
 * which leaves no exception. */
zend_object_iterator *ta_iterator_new(zend_object *object)
{
	ta_opening opening = { .iterator = NULL };
	ZVAL_OBJ(&opening.object, object);
	return ta_guard(ta_open, &opening) ? opening.iterator : NULL;
}

void ta_iterator_free(zend_object_iterator *iterator)
{
	zend_iterator_dtor(iterator);
}

typedef struct ta_stepping {
	zend_object_iterator *iterator;
	bool first;
	ta_step step;
	zval *key;
	zval *value;
} ta_stepping;

static void ta_step_on(void *data)
{
	ta_stepping *stepping = data;
	zend_object_iterator *iterator = stepping->iterator;
	const zend_object_iterator_funcs *functions = iterator->funcs;
	if (!stepping->first) {
		iterator->index++;
		functions->move_forward(iterator);
	} else {
		iterator->index = 0;
		if (functions->rewind) {
			functions->rewind(iterator);
		}
	}
	if (EG(exception)) {
		return;
	}
	bool valid = functions->valid(iterator) == SUCCESS;
	if (EG(exception) || !valid) {
		stepping->step = TA_STEP_END;
		return;
	}
	zval *element = functions->get_current_data(iterator);
	if (EG(exception) || !element) {
		stepping->step = TA_STEP_END;
		return;
	}
	ZVAL_COPY_DEREF(stepping->value, element);
	if (functions->get_current_key) {
		functions->get_current_key(iterator, stepping->key);
	} else {
		ZVAL_LONG(stepping->key, (zend_long)iterator->index);
	}
	stepping->step = TA_STEP_ELEMENT;
}

/* Goes to the next element, or to the first. `key` and `value` are unset before and
 * the caller's to release, whatever comes of it. */
ta_step ta_iterator_next(zend_object_iterator *iterator, bool first, zval *key, zval *value)
{
	ta_stepping stepping = {
		.iterator = iterator,
		.first = first,
		.step = TA_STEP_END,
		.key = key,
		.value = value,
	};
	if (!ta_guard(ta_step_on, &stepping)) {
		return TA_STEP_FATAL;
	}
	return EG(exception) ? TA_STEP_THREW : stepping.step;
}
