/*
 * Connections that belong to a pool.
 *
 * They are PDO objects like any other, made by PDO and its drivers; only the tables of
 * driver methods they are reached through are copies of ours, one per connection, with
 * a few entries that look in on the way: which SQL is sent, which statements exist,
 * what fails. That is the documented interface between PDO and its drivers; what the
 * drivers keep for themselves is never touched.
 *
 * A statement that goes is not given back to the server when Rust wants to keep it:
 * the driver's own part is taken out of the PDOStatement, and put into the next one
 * that is prepared from the same SQL. All that PDO itself keeps of a statement (bound
 * values, fetch mode, columns, class) is new with each PDOStatement.
 */
#include "pdo.h"

/* In pdo/connection.rs. */
extern void ta_pdo_sends(void *owner, zend_string *sql);
extern bool ta_pdo_reuses(void *owner, zend_string *sql, zval *options, ta_parked *parked);
extern void ta_pdo_prepared(void *owner, const void *statement, zend_string *sql, zval *options);
extern bool ta_pdo_keeps(void *owner, const void *statement);
extern void ta_pdo_parked(void *owner, const void *statement, const ta_parked *parked);
extern void ta_pdo_released(void *owner);
extern void ta_pdo_failed(void *owner, const char *state, zend_long code);
extern bool ta_pdo_is_stale(void *owner, const char *state, zend_long code);
extern bool ta_pdo_is_users(void *owner);
extern bool ta_pdo_closes(void *owner);
extern void ta_pdo_forget(void *owner);

static ta_link *ta_link_of_statement(const pdo_stmt_t *statement)
{
	return TA_OBJECT_OF(ta_link, statement->methods, statement);
}

static void ta_link_free(ta_link *link)
{
	ta_pdo_forget(link->owner);
	free(link);
}

/* The driver's number of the last error; 0 when it has none. */
static zend_long ta_native_code(ta_link *link, pdo_stmt_t *statement)
{
	zend_long code = 0;
	if (link->own->fetch_err) {
		zval info, *number;
		array_init(&info);
		add_next_index_null(&info);
		link->own->fetch_err(link->handle, statement, &info);
		number = zend_hash_index_find(Z_ARRVAL(info), 1);
		if (number && Z_TYPE_P(number) == IS_LONG) {
			code = Z_LVAL_P(number);
		}
		zval_ptr_dtor(&info);
	}
	return code;
}

/* Something was tried and did not work, or the coroutine was cancelled in the middle:
 * libraries fail then too, and some take the connection for good afterwards. */
static void ta_link_check(ta_link *link, pdo_stmt_t *statement, const char *state)
{
	if (!link->handle) {
		return;
	}
	if (ta_is_stopping()) {
		ta_pdo_failed(link->owner, "", 0);
	} else if (*state && strcmp(state, PDO_ERR_NONE) != 0) {
		ta_pdo_failed(link->owner, state, ta_native_code(link, statement));
	}
}

/* Parameters. */

static void ta_release_name(zval *name)
{
	zend_string_release((zend_string *)Z_PTR_P(name));
}

/* As PDO makes and destroys it: parameter to name, or name to parameter. */
static HashTable *ta_copy_parameters(HashTable *parameters)
{
	if (!parameters) {
		return NULL;
	}
	HashTable *copy;
	zend_ulong number;
	zend_string *key, *name;
	ALLOC_HASHTABLE(copy);
	zend_hash_init(copy, zend_hash_num_elements(parameters), NULL, ta_release_name, 0);
	ZEND_HASH_FOREACH_KEY_PTR(parameters, number, key, name) {
		zend_string_addref(name);
		if (key) {
			zend_hash_update_ptr(copy, key, name);
		} else {
			zend_hash_index_update_ptr(copy, number, name);
		}
	} ZEND_HASH_FOREACH_END();
	return copy;
}

static void ta_free_parameters(HashTable *parameters)
{
	if (parameters) {
		zend_hash_destroy(parameters);
		FREE_HASHTABLE(parameters);
	}
}

/* A PDOStatement in name only, around what the driver keeps: for driver methods that
 * want one. It has no object. */
static void ta_stand_in(ta_link *link, const ta_parked *parked, pdo_stmt_t *statement)
{
	memset(statement, 0, sizeof(*statement));
	statement->methods = link->own_statement;
	statement->driver_data = parked->driver_data;
	statement->supports_placeholders = parked->placeholders;
	statement->named_rewrite_template = parked->template;
	statement->bound_param_map = parked->parameters;
	statement->dbh = link->handle;
#ifdef TA_HAS_PDO_HANDLE_ZVAL
	ZVAL_OBJ(&statement->database_object_handle, link->object);
#else
	statement->database_object_handle = link->object;
#endif
	memcpy(statement->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
}

/* Values bound for the last user are not to be seen by the next: SQLite keeps them in
 * the statement, and libpq's tables point at strings that are gone. */
static void ta_forget_values(ta_link *link, const ta_parked *parked)
{
	/* SQLite and MySQL say where the parameters end; 65535 is the most that any server
	 * allows. PostgreSQL's driver does not check, but has the map. */
	zend_long most = parked->template ? (parked->parameters ? zend_hash_num_elements(parked->parameters) : 0) : 65535;
	struct pdo_bound_param_data nothing = { .param_type = PDO_PARAM_NULL, .is_param = 1 };
	pdo_stmt_t statement;
	if (!link->own_statement->param_hook) {
		return;
	}
	ta_stand_in(link, parked, &statement);
	nothing.stmt = &statement;
	ZVAL_NULL(&nothing.parameter);
	ZVAL_UNDEF(&nothing.driver_params);
	for (zend_long i = 0; i < most; i++) {
		nothing.paramno = i;
		if (!link->own_statement->param_hook(&statement, &nothing, PDO_PARAM_EVT_EXEC_PRE)) {
			break;
		}
	}
}

/* Ends a statement that Rust has kept. */
void ta_link_drop_parked(ta_link *link, const ta_parked *parked)
{
	pdo_stmt_t statement;
	ta_stand_in(link, parked, &statement);
	link->own_statement->dtor(&statement);
	ta_free_parameters(parked->parameters);
}

/* Another coroutine than the connection's can let go of a statement. Two at a time on
 * one connection would wait for each other's answers, so the server is told later. */
typedef struct ta_late {
	struct ta_late *next;
	ta_parked parked;
} ta_late;

void ta_link_enter(ta_link *link)
{
	link->busy++;
}

void ta_link_leave(ta_link *link)
{
	while (UNEXPECTED(link->busy == 1 && link->late)) {
		ta_late *late = link->late;
		link->late = late->next;
		ta_link_drop_parked(link, &late->parked);
		efree(late);
	}
	link->busy--;
}

bool ta_link_is_late(const ta_link *link)
{
	return link->late != NULL;
}

/* Tells the server what it was not told yet. May wait. */
void ta_link_catch_up(ta_link *link)
{
	ta_link_enter(link);
	ta_link_leave(link);
}

static void ta_end_later(ta_link *link, pdo_stmt_t *statement)
{
	ta_late *late = emalloc(sizeof(*late));
	late->next = link->late;
	late->parked = (ta_parked){
		.driver_data = statement->driver_data,
		.template = statement->named_rewrite_template,
		.placeholders = statement->supports_placeholders,
	};
	link->late = late;
	statement->driver_data = NULL;
}

static bool ta_park(ta_link *link, pdo_stmt_t *statement);

static int ta_end_statement(ta_link *link, pdo_stmt_t *statement)
{
	if (!link->handle) {
		return link->own_statement->dtor(statement);
	}
	if (UNEXPECTED(link->busy || !ta_pdo_is_users(link->owner))) {
		if (ta_pdo_keeps(link->owner, statement)) {
			ta_pdo_parked(link->owner, statement, NULL);
		}
		ta_end_later(link, statement);
		return 1;
	}
	ta_link_enter(link);
	int ended = ta_park(link, statement) ? 1 : link->own_statement->dtor(statement);
	ta_link_leave(link);
	return ended;
}

/* Takes the driver's part out of a PDOStatement that is about to be freed. */
static bool ta_park(ta_link *link, pdo_stmt_t *statement)
{
	ta_parked parked = {
		.driver_data = statement->driver_data,
		.template = statement->named_rewrite_template,
		.placeholders = statement->supports_placeholders,
	};
	bool unharmed = !*statement->error_code || strcmp(statement->error_code, PDO_ERR_NONE) == 0;
	if (!ta_pdo_keeps(link->owner, statement)) {
		return false;
	}
	if (!unharmed || EG(exception) || !link->own_statement->cursor_closer
			|| !link->own_statement->cursor_closer(statement)) {
		ta_pdo_parked(link->owner, statement, NULL);
		return false;
	}
	ta_pdo_parked(link->owner, statement, &parked);
	statement->driver_data = NULL;
	return true;
}

/* Methods of statements. */

static int ta_statement_free(pdo_stmt_t *statement)
{
	ta_link *link = ta_link_of_statement(statement);
	bool prepared = statement->supports_placeholders != PDO_PLACEHOLDER_NONE;
	statement->methods = link->own_statement;
	int freed = ta_end_statement(link, statement);
	link->statements--;
	if (link->handle && prepared && ta_is_stopping()) {
		/* What the server was to be told did not get through, or half of it. */
		ta_pdo_failed(link->owner, "", 0);
	}
	if (link->handle) {
		ta_pdo_released(link->owner);
	} else if (!link->statements) {
		ta_link_free(link);
	}
	return freed;
}

static void ta_forget_columns(pdo_stmt_t *statement)
{
	if (statement->columns) {
		for (int i = 0; i < statement->column_count; i++) {
			if (statement->columns[i].name) {
				zend_string_release(statement->columns[i].name);
			}
		}
		efree(statement->columns);
		statement->columns = NULL;
	}
	statement->column_count = 0;
	statement->executed = 0;
}

/* Prepares a statement anew whose plan the server does not have or does not want any
 * more, and hands over the values that are bound. */
static bool ta_prepare_again(ta_link *link, pdo_stmt_t *statement)
{
	const struct pdo_stmt_methods *own = link->own_statement;
	struct pdo_bound_param_data *parameter;
	if (!own->param_hook) {
		return false;
	}
	if (statement->bound_params) {
		ZEND_HASH_FOREACH_PTR(statement->bound_params, parameter) {
			own->param_hook(statement, parameter, PDO_PARAM_EVT_FREE);
			parameter->driver_data = NULL;
		} ZEND_HASH_FOREACH_END();
	}
	ta_forget_columns(statement);
	own->dtor(statement);
	ta_free_parameters(statement->bound_param_map);
	statement->bound_param_map = NULL;
	statement->driver_data = NULL;
	bool prepared = link->own->preparer(link->handle, statement->query_string, statement, NULL);
	statement->methods = &link->statement;
	if (!prepared) {
		memcpy(statement->error_code, link->handle->error_code, sizeof(pdo_error_type));
		return false;
	}
	memcpy(statement->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
	if (statement->bound_params) {
		ZEND_HASH_FOREACH_PTR(statement->bound_params, parameter) {
			if (!own->param_hook(statement, parameter, PDO_PARAM_EVT_ALLOC)
					|| !own->param_hook(statement, parameter, PDO_PARAM_EVT_EXEC_PRE)) {
				return false;
			}
		} ZEND_HASH_FOREACH_END();
	}
	return true;
}

static int ta_statement_execute(pdo_stmt_t *statement)
{
	ta_link *link = ta_link_of_statement(statement);
	if (!link->handle) {
		return 0;
	}
	ta_link_enter(link);
	int executed = link->own_statement->executer(statement);
	if (!executed && statement->supports_placeholders != PDO_PLACEHOLDER_NONE && !EG(exception)
			&& ta_pdo_is_stale(link->owner, statement->error_code, ta_native_code(link, statement))
			&& ta_prepare_again(link, statement)) {
		executed = link->own_statement->executer(statement);
	}
	ta_link_leave(link);
	if (!executed) {
		ta_link_check(link, statement, statement->error_code);
	}
	return executed;
}

static int ta_statement_fetch(pdo_stmt_t *statement, enum pdo_fetch_orientation orientation, zend_long offset)
{
	ta_link *link = ta_link_of_statement(statement);
	ta_link_enter(link);
	int fetched = link->own_statement->fetcher(statement, orientation, offset);
	ta_link_leave(link);
	if (!fetched) {
		ta_link_check(link, statement, statement->error_code);
	}
	return fetched;
}

static int ta_statement_next(pdo_stmt_t *statement)
{
	ta_link *link = ta_link_of_statement(statement);
	ta_link_enter(link);
	int found = link->own_statement->next_rowset(statement);
	ta_link_leave(link);
	if (!found) {
		ta_link_check(link, statement, statement->error_code);
	}
	return found;
}

static int ta_statement_close_cursor(pdo_stmt_t *statement)
{
	ta_link *link = ta_link_of_statement(statement);
	ta_link_enter(link);
	int closed = link->own_statement->cursor_closer(statement);
	ta_link_leave(link);
	if (!closed) {
		ta_link_check(link, statement, statement->error_code);
	}
	return closed;
}

/* A new statement of the connection: from here on we hear of it. */
static void ta_adopt(ta_link *link, pdo_stmt_t *statement)
{
	if (!link->own_statement) {
		link->own_statement = statement->methods;
		link->statement = *statement->methods;
		link->statement.dtor = ta_statement_free;
		link->statement.executer = ta_statement_execute;
		link->statement.fetcher = ta_statement_fetch;
		if (link->statement.next_rowset) {
			link->statement.next_rowset = ta_statement_next;
		}
		if (link->statement.cursor_closer) {
			link->statement.cursor_closer = ta_statement_close_cursor;
		}
	}
	/* The drivers have one table each. */
	ZEND_ASSERT(link->own_statement == statement->methods);
	statement->methods = &link->statement;
	link->statements++;
}

/* Methods of connections. */

static bool ta_link_prepare(pdo_dbh_t *handle, zend_string *sql, pdo_stmt_t *statement, zval *options)
{
	ta_link *link = (ta_link *)handle->methods;
	ta_parked parked;
	ta_pdo_sends(link->owner, sql);
	if (ta_pdo_reuses(link->owner, sql, options, &parked)) {
		statement->methods = link->own_statement;
		statement->driver_data = parked.driver_data;
		statement->supports_placeholders = parked.placeholders;
		statement->named_rewrite_template = parked.template;
		statement->bound_param_map = parked.parameters;
	} else if (!link->own->preparer(handle, sql, statement, options)) {
		return false;
	}
	ta_adopt(link, statement);
	/* With emulated prepares there is nothing of the server's to keep. */
	if (statement->supports_placeholders != PDO_PLACEHOLDER_NONE) {
		ta_pdo_prepared(link->owner, statement, sql, options);
	}
	return true;
}

/* For Rust, which keeps a copy per statement it wants to keep: the statement's own is
 * gone before the driver hears of its end. */
HashTable *ta_link_copy_parameters(const void *statement)
{
	return ta_copy_parameters(((const pdo_stmt_t *)statement)->bound_param_map);
}

void ta_link_free_parameters(HashTable *parameters)
{
	ta_free_parameters(parameters);
}

void ta_link_forget_values(ta_link *link, const ta_parked *parked)
{
	ta_forget_values(link, parked);
}

static zend_long ta_link_do(pdo_dbh_t *handle, const zend_string *sql)
{
	ta_link *link = (ta_link *)handle->methods;
	ta_pdo_sends(link->owner, (zend_string *)sql);
	return link->own->doer(handle, sql);
}

/* PDO frees the connection. Statements can be around still: at the end of the script
 * objects go in no order of ours. */
void ta_link_close(pdo_dbh_t *handle)
{
	ta_link *link = (ta_link *)handle->methods;
	/* A call that a fatal error has ended never left. */
	link->busy = 0;
	ta_link_enter(link);
	bool ours = ta_pdo_closes(link->owner);
	if (EXPECTED(ours)) {
		ta_link_leave(link);
	}
	handle->methods = link->own;
	if (EXPECTED(ours)) {
		link->own->closer(handle);
	}
	link->handle = NULL;
	link->object = NULL;
	if (!link->statements) {
		ta_link_free(link);
	}
}

/* Makes an open connection one of a pool; NULL when it is none that can be. */
ta_link *ta_link_new(zend_object *connection, void *owner)
{
	pdo_dbh_t *handle = TA_OBJECT_OF(pdo_dbh_object_t, connection, std)->inner;
	if (!handle->driver || !handle->methods || !handle->driver_data || handle->is_persistent) {
		return NULL;
	}
	ta_link *link = calloc(1, sizeof(ta_link));
	if (link) {
		link->methods = *handle->methods;
		link->methods.closer = ta_link_close;
		link->methods.preparer = ta_link_prepare;
		link->methods.doer = ta_link_do;
		link->own = handle->methods;
		link->handle = handle;
		link->object = connection;
		link->owner = owner;
		handle->methods = &link->methods;
	}
	return link;
}

static bool ta_is_adopted(const ta_link *link)
{
	return link->handle->query_stmt->methods == &link->statement;
}

/* For Rust. */

void *ta_link_owner(const zend_object *connection)
{
	ta_link *link = ta_link_of(connection);
	return link ? link->owner : NULL;
}

/* The statement that PDO::query() failed with is kept for PDO::errorInfo(). */
void ta_link_forget_query(ta_link *link)
{
	pdo_dbh_t *handle = link->handle;
	if (handle->query_stmt) {
		handle->query_stmt = NULL;
#ifdef TA_HAS_PDO_QUERY_ZVAL
		zval_ptr_dtor(&handle->query_stmt_zval);
#else
		OBJ_RELEASE(handle->query_stmt_obj);
#endif
	}
	memcpy(handle->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
}

/* What PDO::errorInfo() would return; false when there is no error. */
bool ta_link_error(ta_link *link, zval *info)
{
	pdo_dbh_t *handle = link->handle;
	const char *state = handle->query_stmt ? handle->query_stmt->error_code : handle->error_code;
	if (!*state || strcmp(state, PDO_ERR_NONE) == 0) {
		return false;
	}
	array_init(info);
	add_next_index_string(info, state);
	if (link->own->fetch_err) {
		link->own->fetch_err(handle, handle->query_stmt, info);
	}
	while (zend_hash_num_elements(Z_ARRVAL_P(info)) < 3) {
		add_next_index_null(info);
	}
	return true;
}

/* After a call: reports what went wrong with it. */
void ta_link_examine(ta_link *link)
{
	pdo_dbh_t *handle = link->handle;
	if (handle->query_stmt) {
		ta_link_check(link, handle->query_stmt, handle->query_stmt->error_code);
	} else {
		ta_link_check(link, NULL, handle->error_code);
	}
}

/* SQL is sent that may begin a transaction. */
void ta_link_begins(ta_link *link)
{
	link->begun = true;
}

/* SQLite's driver knows of PDO's own transactions only, before 8.4. A transaction cannot
 * begin inside of another: that tells, and costs no more than two calls of the library. */
static bool ta_probe_transaction(ta_link *link)
{
	pdo_dbh_t *handle = link->handle;
	bool alone = link->own->begin && link->own->begin(handle);
	if (alone) {
		link->own->rollback(handle);
		link->begun = false;
	}
	memcpy(handle->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
	return !alone;
}

bool ta_link_in_transaction(ta_link *link)
{
	pdo_dbh_t *handle = link->handle;
	if (EXPECTED(link->own->in_transaction)) {
		return link->own->in_transaction(handle);
	}
	return handle->in_txn || (UNEXPECTED(link->begun) && ta_probe_transaction(link));
}

static bool ta_never(pdo_dbh_t *handle)
{
	(void)handle;
	return false;
}

/* Nothing is to be sent any more: PDO does not roll back when it frees the object. */
void ta_link_give_up(ta_link *link)
{
	link->methods.in_transaction = ta_never;
	if (link->handle) {
		link->handle->in_txn = false;
	}
}

/* PDOStatements in the hands of PHP code; the one that PDO::query() has failed with
 * is not. */
uint32_t ta_link_statements(const ta_link *link)
{
	return link->statements - (link->handle && link->handle->query_stmt && ta_is_adopted(link) ? 1 : 0);
}

/* May wait. */
bool ta_link_roll_back(ta_link *link)
{
	pdo_dbh_t *handle = link->handle;
	ta_link_enter(link);
	bool done = link->own->rollback && link->own->rollback(handle);
	ta_link_leave(link);
	handle->in_txn = false;
	memcpy(handle->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
	return done && !EG(exception) && !ta_link_in_transaction(link);
}

/* Sends SQL that returns nothing of interest. May wait. */
bool ta_link_send(ta_link *link, const char *sql, size_t length)
{
	zend_string *text = zend_string_init(sql, length, 0);
	ta_link_enter(link);
	zend_long affected = link->own->doer(link->handle, text);
	ta_link_leave(link);
	zend_string_release(text);
	memcpy(link->handle->error_code, PDO_ERR_NONE, sizeof(PDO_ERR_NONE));
	return affected >= 0 && !EG(exception);
}

/* What the driver says without asking the server; NULL when it says nothing. */
zend_string *ta_link_last_id(ta_link *link)
{
	return link->own->last_id ? link->own->last_id(link->handle, NULL) : NULL;
}

/* Whether the client library still takes the connection for one. Asks no server. */
bool ta_link_is_up(ta_link *link)
{
	static const char bad[] = "Bad connection.";
	zval status;
	ZVAL_UNDEF(&status);
	if (!link->own->get_attribute || link->own->get_attribute(link->handle, PDO_ATTR_CONNECTION_STATUS, &status) <= 0) {
		return true;
	}
	bool up = Z_TYPE(status) != IS_STRING || !zend_string_equals_cstr(Z_STR(status), bad, sizeof(bad) - 1);
	zval_ptr_dtor(&status);
	return up;
}
