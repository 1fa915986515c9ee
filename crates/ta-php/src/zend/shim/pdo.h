/*
 * What the parts of the PDO shim share: pdo.c (PDO's classes and pooled PDO objects),
 * pdo_driver.c (methods that drivers add) and pdo_link.c (connections that belong to a
 * pool). Structs of PDO are only read and written there, by the layout of the headers
 * we are compiled with.
 */
#ifndef TRUE_ASYNC_PDO_H
#define TRUE_ASYNC_PDO_H

#include "shim.h"
#include "ext/pdo/php_pdo.h"
#include "ext/pdo/php_pdo_driver.h"

/* Where a driver's statement goes on being prepared while no PDOStatement has it
 * (Parked in pdo/ffi.rs). */
typedef struct ta_parked {
	void *driver_data;
	/* A copy of the statement's map of parameters; may be NULL. */
	HashTable *parameters;
	const char *template;
	uint32_t placeholders;
} ta_parked;

/* A connection that belongs to a pool. Its first member is what PDO takes for the
 * methods of the driver: they go through here. */
typedef struct ta_link {
	struct pdo_dbh_methods methods;
	const struct pdo_dbh_methods *own;
	/* Of its statements; `own_statement` is NULL until the first is prepared. */
	struct pdo_stmt_methods statement;
	const struct pdo_stmt_methods *own_statement;
	/* NULL once it is closed. */
	pdo_dbh_t *handle;
	zend_object *object;
	/* Rust's side of it. */
	void *owner;
	/* PDOStatements that exist, and for which this must stay in place. */
	uint32_t statements;
	/* Calls that the driver is in the middle of. */
	uint32_t busy;
	/* Statements that went meanwhile: their ends have to be told the server later. */
	struct ta_late *late;
	/* SQL may have begun a transaction. */
	bool begun;
} ta_link;

void ta_link_enter(ta_link *link);
void ta_link_leave(ta_link *link);

#define TA_OBJECT_OF(type, pointer, member) ((type *)((char *)(pointer) - offsetof(type, member)))

/* NULL for anything but an open connection of a pool. The cycle collector frees what it
 * has found in any order: the object may be empty already. */
static zend_always_inline ta_link *ta_link_of(const zend_object *connection)
{
	extern void ta_link_close(pdo_dbh_t *handle);
	if (UNEXPECTED(OBJ_FLAGS(connection) & IS_OBJ_FREE_CALLED)) {
		return NULL;
	}
	const pdo_dbh_t *handle = TA_OBJECT_OF(pdo_dbh_object_t, connection, std)->inner;
	return handle->methods && handle->methods->closer == ta_link_close ? (ta_link *)handle->methods : NULL;
}

/* pdo.c: of a pooled object, and by what it is known. */
extern const struct pdo_dbh_methods ta_template_methods;
extern zend_class_entry *ta_pdo_exception;

static zend_always_inline pdo_dbh_t *ta_handle_of(const zval *object)
{
	return TA_OBJECT_OF(pdo_dbh_object_t, Z_OBJ_P(object), std)->inner;
}

/* What a pooled object stands for; NULL for any other, and until it is made. */
static zend_always_inline void *ta_template_of(const zval *object)
{
	pdo_dbh_t *handle = ta_handle_of(object);
	return UNEXPECTED(handle->methods == &ta_template_methods) ? handle->driver_data : NULL;
}

void ta_forward(void *template, zif_handler next, INTERNAL_FUNCTION_PARAMETERS);

/* In pdo.rs. Throws when it returns NULL. */
extern zend_object *ta_pdo_enter(void *template);
extern void ta_pdo_leave(void *template, zend_object *connection);
extern bool ta_pdo_is_connected(void *template);
extern bool ta_pdo_register(void *template, zend_string *method, uint32_t arity, zval *arguments, uint32_t count);
extern void ta_pdo_calls(void *template, zend_string *method);

/* pdo_driver.c */
extern const zend_function_entry ta_sqlite_methods[], ta_pgsql_methods[];
void ta_driver_methods_install(void);
void ta_driver_methods_uninstall(void);
void ta_wrap_driver_method(const zend_class_entry *class, const zend_string *name, zend_internal_function *method);

#endif
