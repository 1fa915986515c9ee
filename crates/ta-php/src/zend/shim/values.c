/* Arrays, enum cases, argument errors and the collector's buffer: what the engine offers as inline functions only. */
#include "shim.h"
#include "zend_enum.h"
#include "zend_gc.h"

/* The element of a symbol table (numeric keys are integers there), or NULL. */
zval *ta_array_find(HashTable *array, zend_string *key)
{
	return zend_symtable_find(array, key);
}

/* Appends `value`, whose reference it takes over, to the list in a property; unset counts as empty. */
void ta_list_push(zval *list, zval *value)
{
	if (Z_ISUNDEF_P(list)) {
		array_init(list);
	}
	ZVAL_DEREF(list);
	SEPARATE_ARRAY(list);
	if (!zend_hash_next_index_insert(Z_ARRVAL_P(list), value)) {
		/* Only reflection can have used up all indices. */
		zval_ptr_dtor(value);
	}
}

void ta_array_add(HashTable *array, zend_string *key, zval *value)
{
	zend_symtable_update(array, key, value);
}

/* The value behind a case of an int-backed enum. */
zend_long ta_enum_value(zend_object *enum_case)
{
	return Z_LVAL_P(zend_enum_fetch_case_value(enum_case));
}

/* Throws the engine's TypeError: "…: Argument #num ($name) <expected>, <type> given". */
void ta_arg_type_error(uint32_t num, const char *expected, zval *given)
{
	zend_argument_type_error(num, "%s, %s given", expected, zend_zval_type_name(given));
}

/* Throws the engine's ValueError: "…: Argument #num ($name) <expected>". */
void ta_arg_value_error(uint32_t num, const char *expected)
{
	zend_argument_value_error(num, "%s", expected);
}

void ta_array_release(HashTable *array)
{
	zend_array_release(array);
}

/* The object may have become part of a cycle although nothing was released, which
 * is when the engine itself would look. */
void ta_gc_suspect(zend_object *object)
{
	gc_check_possible_root((zend_refcounted *)object);
}

void ta_gc_suspect_value(zval *value)
{
	if (Z_COLLECTABLE_P(value)) {
		gc_check_possible_root(Z_COUNTED_P(value));
	}
}

/* For get_gc handlers: tells the cycle collector of references without adding any. */
zend_get_gc_buffer *ta_gc_begin(void)
{
	return zend_get_gc_buffer_create();
}

void ta_gc_value(zend_get_gc_buffer *buffer, zval *value)
{
	zend_get_gc_buffer_add_zval(buffer, value);
}

void ta_gc_object(zend_get_gc_buffer *buffer, zend_object *object)
{
	zend_get_gc_buffer_add_obj(buffer, object);
}

void ta_gc_end(zend_get_gc_buffer *buffer, zval **table, int *count)
{
	zend_get_gc_buffer_use(buffer, table, count);
}
