/*
 * What the two halves of the PDO shim share: pdo.c (PDO's classes and pooled PDO
 * objects) and pdo_link.c (connections that belong to a pool). Structs of PDO are only
 * read and written here, by the layout of the headers we are compiled with.
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

#endif
