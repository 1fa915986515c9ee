/*
 * Methods that PDO's drivers add to their connections (pgsqlCopyToArray(),
 * sqliteCreateFunction() …).
 *
 * They are in no class: each connection has a table of its own, made when the first of
 * them is called and freed with the connection. So they are guarded where they are
 * looked up.
 */
#include "guard.h"
#include "pdo.h"

/* Per thread: they are only reachable through an object before 8.3. */
ZEND_TLS zend_object_handlers ta_connection_handlers;
ZEND_TLS const zend_object_handlers *ta_pdo_handlers;
static zend_class_entry *ta_connection_class;
static zend_object *(*ta_pdo_create)(zend_class_entry *);

/* Looks at what does not change, for whoever is to end the call of another coroutine. */
static bool ta_is_free_method(const zend_string *name)
{
	return zend_string_equals_literal_ci(name, "pgsqlgetpid");
}

static zend_function *ta_find_method(zend_object **object, zend_string *name, const zval *key)
{
	zend_function *method = ta_pdo_handlers->get_method(object, name, key);
	/* No method of a class asks not to be cached. */
	if (!method || method->type != ZEND_INTERNAL_FUNCTION || !(method->common.fn_flags & ZEND_ACC_NEVER_CACHE)
		|| (method->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE) || ta_is_free_method(method->common.function_name)) {
		return method;
	}
	/* What stands for a pool is nobody's connection: its methods are called on one. */
	const pdo_dbh_t *handle = TA_OBJECT_OF(pdo_dbh_object_t, *object, std)->inner;
	if (handle->methods != &ta_template_methods) {
		ta_guard_loose_method(&method->internal_function);
	}
	return method;
}

static zend_object *ta_create_connection(zend_class_entry *class)
{
	zend_object *object = ta_pdo_create(class);
	if (UNEXPECTED(ta_pdo_handlers != object->handlers)) {
		ta_pdo_handlers = object->handlers;
		ta_connection_handlers = *object->handlers;
		ta_connection_handlers.get_method = ta_find_method;
	}
	object->handlers = &ta_connection_handlers;
	return object;
}

/* At install, before any class of a script is derived. Classes of drivers that make
 * their objects themselves have these methods in the class as well. */
void ta_guard_driver_methods(void)
{
	zend_class_entry *pdo = zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdo"));
	if (!pdo || ta_connection_class || !pdo->create_object) {
		return;
	}
	ta_connection_class = pdo;
	ta_pdo_create = pdo->create_object;
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class->type == ZEND_INTERNAL_CLASS && !(class->ce_flags & ZEND_ACC_INTERFACE) && class->create_object == ta_pdo_create) {
			class->create_object = ta_create_connection;
		}
	} ZEND_HASH_FOREACH_END();
}

/* As ta_guard_uninstall(). */
void ta_driver_methods_forget(void)
{
	ta_connection_class = NULL;
}
