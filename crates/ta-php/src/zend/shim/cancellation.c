/*
 * \Cancellation, the third root of Throwable.
 *
 * It is born below Error, whose property layout the engine's exception code
 * expects of everything that is not an Exception, and then cut loose, so that
 * neither catch (Exception) nor catch (Error) sees it. Two things then need help:
 * the engine admits Throwable only below its own two roots, and protected
 * properties are only visible along a line of parents, which was cut between
 * Error (on whose behalf the engine reads them) and the classes that users
 * derive. Access to them is therefore made on behalf of the declaring class.
 */
#include "shim.h"

static zend_class_entry *ta_cancellation;
static zend_object_handlers ta_handlers;
static int (*ta_engine_implement_throwable)(zend_class_entry *, zend_class_entry *);

static const zend_class_entry *ta_root_of(const zend_class_entry *class)
{
	while (class->parent) {
		class = class->parent;
	}
	return class;
}

bool ta_is_cancellation(const zend_object *exception)
{
	return ta_root_of(exception->ce) == ta_cancellation;
}

static int ta_implement_throwable(zend_class_entry *interface, zend_class_entry *class)
{
	if (ta_root_of(class) == ta_cancellation) {
		return SUCCESS;
	}
	return ta_engine_implement_throwable(interface, class);
}

/* The scope in which `name` of `object` is to be looked up: the one in force,
 * unless it is one of ours or Error and the property is protected. */
static const zend_class_entry *ta_scope_for(const zend_object *object, zend_string *name)
{
	const zend_class_entry *scope = EG(fake_scope) ? EG(fake_scope) : zend_get_executed_scope();
	if (!scope || (scope != zend_ce_error && ta_root_of(scope) != ta_cancellation)) {
		return EG(fake_scope);
	}
	const zend_property_info *property = zend_hash_find_ptr(&object->ce->properties_info, name);
	return property && (property->flags & ZEND_ACC_PROTECTED) ? property->ce : EG(fake_scope);
}

#define TA_IN_SCOPE(object, name, call) \
	const zend_class_entry *before = EG(fake_scope); \
	EG(fake_scope) = (zend_class_entry *)ta_scope_for(object, name); \
	call; \
	EG(fake_scope) = (zend_class_entry *)before

static zval *ta_read_property(zend_object *object, zend_string *name, int type, void **cache, zval *rv)
{
	zval *value;
	TA_IN_SCOPE(object, name, value = zend_std_read_property(object, name, type, cache, rv));
	return value;
}

static zval *ta_write_property(zend_object *object, zend_string *name, zval *value, void **cache)
{
	zval *written;
	TA_IN_SCOPE(object, name, written = zend_std_write_property(object, name, value, cache));
	return written;
}

static zval *ta_property_pointer(zend_object *object, zend_string *name, int type, void **cache)
{
	zval *pointer;
	TA_IN_SCOPE(object, name, pointer = zend_std_get_property_ptr_ptr(object, name, type, cache));
	return pointer;
}

static int ta_has_property(zend_object *object, zend_string *name, int check, void **cache)
{
	int has;
	TA_IN_SCOPE(object, name, has = zend_std_has_property(object, name, check, cache));
	return has;
}

static zend_object *(*ta_engine_create)(zend_class_entry *);

static zend_object *ta_create(zend_class_entry *class)
{
	zend_object *object = ta_engine_create(class);
	object->handlers = &ta_handlers;
	return object;
}

zend_class_entry *ta_register_cancellation(void)
{
	zend_class_entry class;
	INIT_CLASS_ENTRY(class, "Cancellation", NULL);
	ta_cancellation = zend_register_internal_class_ex(&class, zend_ce_error);
	ta_engine_create = ta_cancellation->create_object;
	ta_cancellation->create_object = ta_create;
	ta_cancellation->parent = NULL;

	/* Those of Error: not cloneable. */
#if PHP_VERSION_ID >= 80300
	ta_handlers = *zend_ce_error->default_object_handlers;
#else
	ta_handlers = std_object_handlers;
	ta_handlers.clone_obj = NULL;
#endif
	ta_handlers.read_property = ta_read_property;
	ta_handlers.write_property = ta_write_property;
	ta_handlers.get_property_ptr_ptr = ta_property_pointer;
	ta_handlers.has_property = ta_has_property;

	ta_engine_implement_throwable = zend_ce_throwable->interface_gets_implemented;
	zend_ce_throwable->interface_gets_implemented = ta_implement_throwable;
	return ta_cancellation;
}

void ta_unregister_cancellation(void)
{
	zend_ce_throwable->interface_gets_implemented = ta_engine_implement_throwable;
}
