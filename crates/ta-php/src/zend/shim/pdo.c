/*
 * PDO's classes, and PDO objects that stand for a pool.
 *
 * PDO is another extension, which may be absent: its classes are looked up when all
 * extensions are there, and get constants and a method then. At the start of the first
 * request the handlers of its methods are replaced; what was there goes on being called.
 *
 * A pooled PDO object has no connection. Its pdo_dbh_t has a table of methods of ours,
 * by which it is known, and our data where a driver keeps its own. A call to one of its
 * methods is made on the connection that the running coroutine has: for as long as the
 * call lasts, the frame's $this is that connection, so arguments, messages and results
 * are those of PDO. What PDO itself keeps for an object (error mode, case, fetch mode,
 * statement class) is kept by PDO in the pooled object, too.
 */
#include "pdo.h"

#define TA_POOL_ATTRIBUTES 0x54410000

enum {
	TA_POOL_ENABLED = TA_POOL_ATTRIBUTES + 1,
	TA_POOL_MIN,
	TA_POOL_MAX,
	TA_POOL_HEALTHCHECK_INTERVAL,
	TA_POOL_STMT_CACHE_SIZE,
	TA_POOL_LAST = TA_POOL_STMT_CACHE_SIZE,
};

/* In pdo.rs. Functions that return an object or a template throw when it is NULL. */
extern void *ta_pdo_new(zend_object *object, zend_class_entry *class, zend_string *dsn, zend_string *user, zend_string *password, HashTable *options);
extern bool ta_pdo_opened(void *template);
extern void ta_pdo_gone(void *template);
extern void ta_pdo_trace(void *template, void *buffer);
/* No reference of its own; NULL without a connection, and nothing is thrown. */
extern zend_object *ta_pdo_bound(void *template);
extern bool ta_pdo_last_id(void *template, bool named, zval *result);
extern void ta_pdo_error(void *template, zval *info);
extern void ta_pdo_attribute(void *template, zend_long attribute, zval *value, bool applied);
extern bool ta_pdo_option(void *template, zend_long attribute, zval *result);
extern zend_object *ta_pdo_pool(void *template);

/* Methods whose handlers are replaced; each has its own copy of what it replaces. */
enum ta_method {
	TA_CONSTRUCT, TA_CONNECT, TA_BEGIN, TA_COMMIT, TA_ROLLBACK, TA_IN_TRANSACTION, TA_EXEC, TA_QUERY,
	TA_PREPARE, TA_QUOTE, TA_LAST_ID, TA_ERROR_CODE, TA_ERROR_INFO, TA_SET_ATTRIBUTE, TA_GET_ATTRIBUTE,
	TA_METHODS
};

static zif_handler ta_next[TA_METHODS];
static bool ta_extended, ta_wrapped;
static zend_class_entry *ta_pdo_class;
zend_class_entry *ta_pdo_exception;

static void ta_template_close(pdo_dbh_t *handle)
{
	if (handle->driver_data) {
		ta_pdo_gone(handle->driver_data);
		handle->driver_data = NULL;
	}
	handle->methods = NULL;
}

static void ta_template_trace(pdo_dbh_t *handle, zend_get_gc_buffer *buffer)
{
	if (handle->driver_data) {
		ta_pdo_trace(handle->driver_data, buffer);
	}
}

static const zend_function_entry *ta_template_methods_of_driver(pdo_dbh_t *handle, int kind);

/* No driver: only what PDO asks of every object. */
const struct pdo_dbh_methods ta_template_methods = {
	.closer = ta_template_close,
	.get_driver_methods = ta_template_methods_of_driver,
	.get_gc = ta_template_trace,
};

static pdo_driver_t ta_drivers[] = {
	{ PDO_DRIVER_HEADER(mysql), NULL },
	{ PDO_DRIVER_HEADER(pgsql), NULL },
	{ PDO_DRIVER_HEADER(sqlite), NULL },
};

static bool ta_is_pool_attribute(zend_long attribute)
{
	return attribute >= TA_POOL_ENABLED && attribute <= TA_POOL_LAST;
}

/* Attributes that PDO keeps itself, whatever the driver. */
static bool ta_is_of_pdo(zend_long attribute)
{
	switch (attribute) {
		case PDO_ATTR_ERRMODE:
		case PDO_ATTR_CASE:
		case PDO_ATTR_ORACLE_NULLS:
		case PDO_ATTR_DEFAULT_FETCH_MODE:
		case PDO_ATTR_STRINGIFY_FETCHES:
		case PDO_ATTR_STATEMENT_CLASS:
			return true;
		default:
			return false;
	}
}

void ta_pdo_throw(const char *message, size_t length)
{
	zend_throw_exception_ex(ta_pdo_exception, 0, "%.*s", (int)length, message);
}

/* Calls in place of a pooled object. */

/* Leaves a reference to the connection, for the caller to let go of. */
static void ta_call_on(zend_object *connection, zif_handler next, INTERNAL_FUNCTION_PARAMETERS)
{
	zend_object *self = Z_OBJ(EX(This));
	ta_link *link = ta_link_of(connection);
	/* Not the pool's reference: a fatal error that unwinds this frame lets go of
	 * whatever $this is then. */
	GC_ADDREF(connection);
	Z_OBJ(EX(This)) = connection;
	if (link) {
		ta_link_enter(link);
	}
	next(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (link) {
		ta_link_leave(link);
	}
	Z_OBJ(EX(This)) = self;
}

void ta_forward(void *template, zif_handler next, INTERNAL_FUNCTION_PARAMETERS)
{
	zend_object *connection = ta_pdo_enter(template);
	if (connection) {
		ta_call_on(connection, next, INTERNAL_FUNCTION_PARAM_PASSTHRU);
		ta_pdo_leave(template, connection);
		OBJ_RELEASE(connection);
	}
}

#define TA_FORWARDED(name, method) \
	static ZEND_NAMED_FUNCTION(name) \
	{ \
		void *template = ta_template_of(ZEND_THIS); \
		if (EXPECTED(!template)) { \
			ta_next[method](INTERNAL_FUNCTION_PARAM_PASSTHRU); \
		} else { \
			ta_forward(template, ta_next[method], INTERNAL_FUNCTION_PARAM_PASSTHRU); \
		} \
	}

TA_FORWARDED(ta_begin, TA_BEGIN)
TA_FORWARDED(ta_commit, TA_COMMIT)
TA_FORWARDED(ta_roll_back, TA_ROLLBACK)
TA_FORWARDED(ta_exec, TA_EXEC)
TA_FORWARDED(ta_query, TA_QUERY)
TA_FORWARDED(ta_prepare, TA_PREPARE)
TA_FORWARDED(ta_quote, TA_QUOTE)

static ZEND_NAMED_FUNCTION(ta_in_transaction)
{
	void *template = ta_template_of(ZEND_THIS);
	if (EXPECTED(!template)) {
		ta_next[TA_IN_TRANSACTION](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	zend_object *connection = ta_pdo_bound(template);
	if (connection) {
		ta_call_on(connection, ta_next[TA_IN_TRANSACTION], INTERNAL_FUNCTION_PARAM_PASSTHRU);
		OBJ_RELEASE(connection);
	} else {
		ZEND_PARSE_PARAMETERS_NONE();
		RETURN_FALSE;
	}
}

static ZEND_NAMED_FUNCTION(ta_last_id)
{
	void *template = ta_template_of(ZEND_THIS);
	if (EXPECTED(!template)) {
		ta_next[TA_LAST_ID](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	bool named = ZEND_NUM_ARGS() > 0 && Z_TYPE_P(ZEND_CALL_ARG(execute_data, 1)) != IS_NULL;
	if (!ta_pdo_last_id(template, named, return_value)) {
		ta_forward(template, ta_next[TA_LAST_ID], INTERNAL_FUNCTION_PARAM_PASSTHRU);
	}
}

static ZEND_NAMED_FUNCTION(ta_error_code)
{
	void *template = ta_template_of(ZEND_THIS);
	if (EXPECTED(!template)) {
		ta_next[TA_ERROR_CODE](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	ZEND_PARSE_PARAMETERS_NONE();
	zval info, *state;
	ta_pdo_error(template, &info);
	state = zend_hash_index_find(Z_ARRVAL(info), 0);
	ZVAL_COPY(return_value, state);
	zval_ptr_dtor(&info);
}

static ZEND_NAMED_FUNCTION(ta_error_info)
{
	void *template = ta_template_of(ZEND_THIS);
	if (EXPECTED(!template)) {
		ta_next[TA_ERROR_INFO](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	ZEND_PARSE_PARAMETERS_NONE();
	ta_pdo_error(template, return_value);
}

/* Attributes. */

static const char *ta_pool_attribute_name(zend_long attribute)
{
	static const char *const names[] = {
		"ATTR_POOL_ENABLED", "ATTR_POOL_MIN", "ATTR_POOL_MAX", "ATTR_POOL_HEALTHCHECK_INTERVAL", "ATTR_POOL_STMT_CACHE_SIZE",
	};
	return names[attribute - TA_POOL_ENABLED];
}

static zend_long ta_attribute_given(zend_execute_data *execute_data)
{
	zval *attribute = ZEND_NUM_ARGS() > 0 ? ZEND_CALL_ARG(execute_data, 1) : NULL;
	return attribute && Z_TYPE_P(attribute) == IS_LONG ? Z_LVAL_P(attribute) : -1;
}

static ZEND_NAMED_FUNCTION(ta_set_attribute)
{
	void *template = ta_template_of(ZEND_THIS);
	if (UNEXPECTED(ta_is_pool_attribute(ta_attribute_given(execute_data)))) {
		zend_throw_exception_ex(ta_pdo_exception, 0, "PDO::%s is a construction-only attribute and cannot be changed",
			ta_pool_attribute_name(ta_attribute_given(execute_data)));
		RETURN_THROWS();
	}
	if (EXPECTED(!template)) {
		ta_next[TA_SET_ATTRIBUTE](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	zend_long attribute;
	zval *value;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_LONG(attribute)
		Z_PARAM_ZVAL(value)
	ZEND_PARSE_PARAMETERS_END();
	bool applied = false;
	RETVAL_TRUE;
	if (ta_is_of_pdo(attribute)) {
		ta_next[TA_SET_ATTRIBUTE](INTERNAL_FUNCTION_PARAM_PASSTHRU);
	} else if (ta_pdo_is_connected(template)) {
		applied = true;
		ta_forward(template, ta_next[TA_SET_ATTRIBUTE], INTERNAL_FUNCTION_PARAM_PASSTHRU);
	}
	if (!EG(exception) && Z_TYPE_P(return_value) == IS_TRUE) {
		ta_pdo_attribute(template, attribute, value, applied);
	}
}

static ZEND_NAMED_FUNCTION(ta_get_attribute)
{
	void *template = ta_template_of(ZEND_THIS);
	zend_long attribute = ta_attribute_given(execute_data);
	if (UNEXPECTED(ta_is_pool_attribute(attribute))) {
		if (!ta_pdo_option(template, attribute, return_value)) {
			zend_throw_exception_ex(ta_pdo_exception, 0, "PDO::%s is a construction-only attribute and cannot be read",
				ta_pool_attribute_name(attribute));
		}
		return;
	}
	if (EXPECTED(!template) || ta_is_of_pdo(attribute) || attribute == PDO_ATTR_DRIVER_NAME || attribute == PDO_ATTR_PERSISTENT) {
		ta_next[TA_GET_ATTRIBUTE](INTERNAL_FUNCTION_PARAM_PASSTHRU);
	} else {
		ta_forward(template, ta_next[TA_GET_ATTRIBUTE], INTERNAL_FUNCTION_PARAM_PASSTHRU);
	}
}

/* Construction. */

static bool ta_names_pool(const HashTable *options)
{
	for (zend_long attribute = TA_POOL_ENABLED; attribute <= TA_POOL_LAST; attribute++) {
		if (zend_hash_index_exists(options, attribute)) {
			return true;
		}
	}
	return false;
}

static HashTable *ta_without_pool(HashTable *options)
{
	HashTable *others = zend_array_dup(options);
	for (zend_long attribute = TA_POOL_ENABLED; attribute <= TA_POOL_LAST; attribute++) {
		zend_hash_index_del(others, attribute);
	}
	return others;
}

static bool ta_is_on(HashTable *options, zend_long attribute)
{
	zval *value = zend_hash_index_find_deref(options, attribute);
	return value && zend_is_true(value);
}

/* The options that the call was given, if they say anything of a pool. */
static zval *ta_pool_options(zend_execute_data *execute_data)
{
	zval *options = ZEND_NUM_ARGS() >= 4 ? ZEND_CALL_ARG(execute_data, 4) : NULL;
	return options && Z_TYPE_P(options) == IS_ARRAY && ta_names_pool(Z_ARRVAL_P(options)) ? options : NULL;
}

/* No driver is to see options that it does not know. */
static void ta_strip_options(zval *options)
{
	HashTable *others = ta_without_pool(Z_ARRVAL_P(options));
	zval_ptr_dtor(options);
	ZVAL_ARR(options, others);
}

/* The nearest class that is PDO's own or a driver's: what connections are made of. */
static zend_class_entry *ta_connection_class(zend_class_entry *class)
{
	while (class->type != ZEND_INTERNAL_CLASS) {
		class = class->parent;
	}
	return class;
}

/* Sets what PDO keeps for an object; with the messages that a connection would give. */
static bool ta_apply_options(zend_object *object, HashTable *options)
{
	zend_function *setter = zend_hash_str_find_ptr(&ta_pdo_class->function_table, ZEND_STRL("setattribute"));
	zend_ulong attribute;
	zend_string *key;
	zval *value, result, arguments[2];
	ZEND_HASH_FOREACH_KEY_VAL(options, attribute, key, value) {
		if (!key && ta_is_of_pdo(attribute)) {
			ZVAL_LONG(&arguments[0], attribute);
			ZVAL_COPY_DEREF(&arguments[1], value);
			zend_call_known_instance_method(setter, object, &result, 2, arguments);
			zval_ptr_dtor(&arguments[1]);
			zval_ptr_dtor(&result);
			if (EG(exception)) {
				return false;
			}
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

static void ta_construct_pooled(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_string *dsn, *user = NULL, *password = NULL;
	zval *options = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 4)
		Z_PARAM_STR(dsn)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(user)
		Z_PARAM_STR_OR_NULL(password)
		Z_PARAM_ARRAY_OR_NULL(options)
	ZEND_PARSE_PARAMETERS_END();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	pdo_dbh_t *handle = ta_handle_of(ZEND_THIS);
	if (handle->methods || handle->driver) {
		zend_throw_error(NULL, "PDO::__construct() cannot be called again on a connected or pooled object");
		RETURN_THROWS();
	}
	if (ta_is_on(Z_ARRVAL_P(options), PDO_ATTR_PERSISTENT)) {
		static const char message[] = "PDO::ATTR_POOL_ENABLED cannot be used with PDO::ATTR_PERSISTENT";
		ta_pdo_throw(message, sizeof(message) - 1);
		RETURN_THROWS();
	}
	HashTable *others = ta_without_pool(Z_ARRVAL_P(options));
	zval kept;
	ZVAL_ARR(&kept, others);
	handle->auto_commit = pdo_attr_lval(&kept, PDO_ATTR_AUTOCOMMIT, 1);
	handle->error_mode = pdo_attr_lval(&kept, PDO_ATTR_ERRMODE, PDO_ERRMODE_EXCEPTION);
	handle->default_fetch_type = PDO_FETCH_BOTH;
	/* Until there is something to stand for, PDO's own code may be called on it. */
	handle->methods = &ta_template_methods;
	handle->driver = &ta_drivers[0];
	bool applied = ta_apply_options(object, others);
	void *template = NULL;
	if (applied) {
		template = ta_pdo_new(object, ta_connection_class(object->ce), dsn, user, password, Z_ARRVAL_P(options));
	}
	zend_array_release(others);
	if (!template) {
		handle->methods = NULL;
		handle->driver = NULL;
		RETURN_THROWS();
	}
	handle->driver_data = template;
	if (!ta_pdo_opened(template)) {
		/* It stays what it is: nobody gets hold of an object that could not be made. */
		RETURN_THROWS();
	}
}

/* For Rust: which driver a pooled object of it names. */
void ta_template_set_driver(zend_object *object, uint32_t driver)
{
	TA_OBJECT_OF(pdo_dbh_object_t, object, std)->inner->driver = &ta_drivers[driver];
}

static ZEND_NAMED_FUNCTION(ta_construct)
{
	zval *options = ta_pool_options(execute_data);
	if (EXPECTED(!options)) {
		ta_next[TA_CONSTRUCT](INTERNAL_FUNCTION_PARAM_PASSTHRU);
	} else if (!ta_is_on(Z_ARRVAL_P(options), TA_POOL_ENABLED)) {
		ta_strip_options(options);
		ta_next[TA_CONSTRUCT](INTERNAL_FUNCTION_PARAM_PASSTHRU);
	} else {
		ta_construct_pooled(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	}
}

/* PDO::connect() (8.4) makes an object of the driver's class. */
static zend_class_entry *ta_class_for(const zend_string *dsn)
{
	static const struct { const char *prefix, *class; } classes[] = {
		{ "mysql:", "pdo\\mysql" }, { "pgsql:", "pdo\\pgsql" }, { "sqlite:", "pdo\\sqlite" },
	};
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		if (zend_string_starts_with_cstr(dsn, classes[i].prefix, strlen(classes[i].prefix))) {
			return zend_hash_str_find_ptr(CG(class_table), classes[i].class, strlen(classes[i].class));
		}
	}
	return NULL;
}

static ZEND_NAMED_FUNCTION(ta_connect)
{
	zval *options = ta_pool_options(execute_data);
	if (options && !ta_is_on(Z_ARRVAL_P(options), TA_POOL_ENABLED)) {
		ta_strip_options(options);
		options = NULL;
	}
	zval *dsn = ZEND_NUM_ARGS() >= 1 ? ZEND_CALL_ARG(execute_data, 1) : NULL;
	if (EXPECTED(!options) || Z_TYPE_P(dsn) != IS_STRING) {
		ta_next[TA_CONNECT](INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	zend_class_entry *called = zend_get_called_scope(execute_data);
	zend_class_entry *driver = ta_class_for(Z_STR_P(dsn));
	zend_class_entry *class = called == ta_pdo_class && driver ? driver : called;
	if (driver && !instanceof_function(driver, ta_connection_class(class)) && !instanceof_function(class, driver)) {
		zend_throw_exception_ex(ta_pdo_exception, 0,
			"%s::connect() cannot be used for this data source, either call %s::connect() or PDO::connect() instead",
			ZSTR_VAL(called->name), ZSTR_VAL(driver->name));
		RETURN_THROWS();
	}
	if (object_init_ex(return_value, class) != SUCCESS) {
		RETURN_THROWS();
	}
	zend_call_known_instance_method(class->constructor, Z_OBJ_P(return_value), NULL,
		ZEND_NUM_ARGS(), ZEND_CALL_ARG(execute_data, 1));
	if (EG(exception)) {
		zend_object_store_ctor_failed(Z_OBJ_P(return_value));
		zval_ptr_dtor(return_value);
		ZVAL_NULL(return_value);
	}
}

static const zend_function_entry *ta_template_methods_of_driver(pdo_dbh_t *handle, int kind)
{
	if (kind != PDO_DBH_DRIVER_METHOD_KIND_DBH) {
		return NULL;
	}
	if (handle->driver == &ta_drivers[1]) {
		return ta_pgsql_methods;
	}
	return handle->driver == &ta_drivers[2] ? ta_sqlite_methods : NULL;
}

/* Classes. */

static ZEND_NAMED_FUNCTION(ta_get_pool)
{
	ZEND_PARSE_PARAMETERS_NONE();
	void *template = ta_template_of(ZEND_THIS);
	if (!template) {
		RETURN_NULL();
	}
	zend_object *pool = ta_pdo_pool(template);
	if (pool) {
		RETURN_OBJ(pool);
	}
}

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(ta_get_pool_arginfo, 0, 0, Async\\Pool, 1)
ZEND_END_ARG_INFO()

static const zend_function_entry ta_added_methods[] = {
	{ .fname = "getPool", .handler = ta_get_pool, .arg_info = ta_get_pool_arginfo, .flags = ZEND_ACC_PUBLIC },
	ZEND_FE_END
};

static const struct {
	const char *name;
	zif_handler handler;
} ta_methods[TA_METHODS] = {
	[TA_CONSTRUCT] = { "__construct", ta_construct },
	[TA_CONNECT] = { "connect", ta_connect },
	[TA_BEGIN] = { "begintransaction", ta_begin },
	[TA_COMMIT] = { "commit", ta_commit },
	[TA_ROLLBACK] = { "rollback", ta_roll_back },
	[TA_IN_TRANSACTION] = { "intransaction", ta_in_transaction },
	[TA_EXEC] = { "exec", ta_exec },
	[TA_QUERY] = { "query", ta_query },
	[TA_PREPARE] = { "prepare", ta_prepare },
	[TA_QUOTE] = { "quote", ta_quote },
	[TA_LAST_ID] = { "lastinsertid", ta_last_id },
	[TA_ERROR_CODE] = { "errorcode", ta_error_code },
	[TA_ERROR_INFO] = { "errorinfo", ta_error_info },
	[TA_SET_ATTRIBUTE] = { "setattribute", ta_set_attribute },
	[TA_GET_ATTRIBUTE] = { "getattribute", ta_get_attribute },
};

static bool ta_is_of_family(const zend_class_entry *class)
{
	return class->type == ZEND_INTERNAL_CLASS && !(class->ce_flags & ZEND_ACC_INTERFACE)
		&& instanceof_function(class, ta_pdo_class);
}

static bool ta_find_classes(void)
{
	ta_pdo_class = zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdo"));
	ta_pdo_exception = zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdoexception"));
	return ta_pdo_class && ta_pdo_exception && ta_pdo_class->type == ZEND_INTERNAL_CLASS;
}

/* All extensions have started: the classes get what they lack. Classes that derive
 * from PDO copied its tables before. */
static void ta_extend(void)
{
	if (ta_extended || !ta_find_classes()) {
		return;
	}
	ta_extended = true;
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (!ta_is_of_family(class)) {
			continue;
		}
		for (zend_long attribute = TA_POOL_ENABLED; attribute <= TA_POOL_LAST; attribute++) {
			const char *name = ta_pool_attribute_name(attribute);
			zend_declare_class_constant_long(class, name, strlen(name), attribute);
		}
		zend_register_functions(class, ta_added_methods, &class->function_table, MODULE_PERSISTENT);
	} ZEND_HASH_FOREACH_END();
}

static zend_result (*ta_engine_started)(void);

static zend_result ta_started(void)
{
	zend_result result = SUCCESS;
	ta_extend();
	if (ta_engine_started) {
		zend_result (*next)(void) = ta_engine_started;
		ta_engine_started = NULL;
		result = next();
	}
	return result;
}

void ta_pdo_install(void)
{
	ta_engine_started = zend_post_startup_cb;
	zend_post_startup_cb = ta_started;
	ta_driver_methods_install();
}

static void ta_wrap_method(const zend_class_entry *class, const zend_string *name, zend_internal_function *method)
{
	for (int i = 0; i < TA_METHODS; i++) {
		if (zend_string_equals_cstr(name, ta_methods[i].name, strlen(ta_methods[i].name))) {
			/* Copies in derived classes have the same handler. */
			if (!ta_next[i]) {
				ta_next[i] = method->handler;
			}
			if (method->handler == ta_next[i]) {
				method->handler = ta_methods[i].handler;
			}
			return;
		}
	}
	/* Our own stays, whoever has wrapped it meanwhile. */
	if (!(method->fn_flags & ZEND_ACC_STATIC) && !zend_string_equals_literal(name, "getpool")) {
		ta_wrap_driver_method(class, name, method);
	}
}

/* At the start of every request; only the first does anything. Whoever wraps methods
 * to look at calls of a connection has done so by now: such wrappers see connections,
 * never the object that stands for them. */
void ta_pdo_wrap(void)
{
	if (ta_wrapped || !ta_extended) {
		return;
	}
	ta_wrapped = true;
	zend_class_entry *class;
	zend_string *name;
	zend_function *method;
	/* PDO's own first: its handlers are what the others are compared with. */
	ZEND_HASH_FOREACH_STR_KEY_PTR(&ta_pdo_class->function_table, name, method) {
		ta_wrap_method(ta_pdo_class, name, &method->internal_function);
	} ZEND_HASH_FOREACH_END();
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class == ta_pdo_class || !ta_is_of_family(class)) {
			continue;
		}
		ZEND_HASH_FOREACH_STR_KEY_PTR(&class->function_table, name, method) {
			ta_wrap_method(class, name, &method->internal_function);
		} ZEND_HASH_FOREACH_END();
	} ZEND_HASH_FOREACH_END();
}

void ta_pdo_uninstall(void)
{
	if (ta_extended) {
		ta_driver_methods_uninstall();
	}
}

/* For Rust: calls of PDO's own methods on a connection. Each leaves what it throws
 * pending. */

bool ta_pdo_is_one(const zend_object *object)
{
	return instanceof_function(object->ce, ta_pdo_class);
}

zend_object *ta_pdo_connect(zend_class_entry *class, uint32_t argc, zval *argv)
{
	zval object;
	if (object_init_ex(&object, class) != SUCCESS) {
		return NULL;
	}
	zend_call_known_instance_method(class->constructor, Z_OBJ(object), NULL, argc, argv);
	if (EG(exception)) {
		zend_object_store_ctor_failed(Z_OBJ(object));
		zval_ptr_dtor(&object);
		return NULL;
	}
	return Z_OBJ(object);
}

/* Returns what the method returned, as a truth; false when it threw. */
bool ta_pdo_call(zend_object *connection, const char *name, size_t length, uint32_t argc, zval *argv)
{
	zval result;
	zend_fcall_info call = {
		.size = sizeof(call),
		.retval = &result,
		.object = connection,
		.params = argv,
		.param_count = argc,
	};
	ZVAL_UNDEF(&result);
	ZVAL_STRINGL(&call.function_name, name, length);
	zend_call_function(&call, NULL);
	zval_ptr_dtor(&call.function_name);
	bool done = !EG(exception) && Z_TYPE(result) != IS_UNDEF && zend_is_true(&result);
	zval_ptr_dtor(&result);
	return done;
}
