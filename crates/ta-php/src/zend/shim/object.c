/* Objects with Rust state in front of the zend_object, and how references go. */
#include "shim.h"

void *ta_object_alloc(size_t size, zend_class_entry *class)
{
	return zend_object_alloc(size, class);
}

void ta_object_init(zend_object *object, zend_class_entry *class, const zend_object_handlers *handlers)
{
	zend_object_std_init(object, class);
	if (class->default_properties_count) {
		object_properties_init(object, class);
	}
	object->handlers = handlers;
}

void ta_object_addref(zend_object *object)
{
	GC_ADDREF(object);
}

static void ta_release_body(void *object)
{
	OBJ_RELEASE((zend_object *)object);
}

/* In the loop's own flow a destructor may fail without taking the process with it. */
void ta_object_release(zend_object *object)
{
	if (EXPECTED(GC_REFCOUNT(object) > 1) || !ta_in_loop_flow()) {
		OBJ_RELEASE(object);
	} else {
		ta_contain(ta_release_body, object);
		ta_report_stray_exception();
	}
}

/* For destructors: they are called because the script has ended, and somebody
 * still holds the object (the engine holds it once while it calls them). */
bool ta_destroyed_in_use(const zend_object *object)
{
	return (EG(flags) & EG_FLAGS_OBJECT_STORE_NO_REUSE) && GC_REFCOUNT(object) > 1;
}

static void ta_value_release_body(void *value)
{
	zval_ptr_dtor(value);
}

void ta_value_release(zval *value)
{
	if (!Z_REFCOUNTED_P(value) || !ta_in_loop_flow()) {
		zval_ptr_dtor(value);
	} else {
		ta_contain(ta_value_release_body, value);
		ta_report_stray_exception();
	}
	ZVAL_UNDEF(value);
}

const zend_object_handlers *ta_std_handlers(void)
{
	return &std_object_handlers;
}

bool ta_instance_of(const zend_object *object, const zend_class_entry *class)
{
	return instanceof_function(object->ce, class);
}
