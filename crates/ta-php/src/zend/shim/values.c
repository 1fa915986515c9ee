/* Arrays, enum cases and argument errors: what the engine offers as inline functions only. */
#include "shim.h"
#include "zend_enum.h"

/* The element of a symbol table (numeric keys are integers there), or NULL. */
zval *ta_array_find(HashTable *array, zend_string *key)
{
	return zend_symtable_find(array, key);
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
