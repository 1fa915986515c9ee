/* Interfaces that only classes of the extension may implement, as Throwable is the engine's. */
#include "shim.h"

/* Called when a class is linked; a refusal is a fatal error, as everything that cannot be linked. */
static int ta_refuse_implementation(zend_class_entry *interface, zend_class_entry *class)
{
	if (class->type == ZEND_INTERNAL_CLASS) {
		return SUCCESS;
	}
	zend_error_noreturn(E_ERROR, "%s %s cannot implement interface %s, which only classes of the Async namespace can do",
		zend_get_object_type_uc(class), ZSTR_VAL(class->name), ZSTR_VAL(interface->name));
}

void ta_interface_reserve(zend_class_entry *interface)
{
	interface->interface_gets_implemented = ta_refuse_implementation;
}
