/*
 * Methods that drivers add to PDO, on objects that stand for a pool.
 *
 * Those of the drivers' classes (8.4) are replaced like PDO's own. What a driver adds
 * to its connections only (sqliteCreateFunction(), pgsqlCopyFromArray() …) is listed
 * here for the pooled object, and called on a connection. Functions that SQL can call
 * are the pool's.
 */
#include "pdo.h"

/* Methods of the drivers' classes: zend_function to handler. */
static HashTable ta_next_of_drivers;

static ZEND_NAMED_FUNCTION(ta_driver_method)
{
	zif_handler next = zend_hash_index_find_ptr(&ta_next_of_drivers, (zend_ulong)(uintptr_t)EX(func));
	void *template = ta_template_of(ZEND_THIS);
	if (EXPECTED(!template)) {
		next(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	zend_string *name = EX(func)->common.function_name;
	if (zend_string_equals_literal(name, "getWarningCount") && !ta_pdo_is_connected(template)) {
		ZEND_PARSE_PARAMETERS_NONE();
		RETURN_LONG(0);
	}
	ta_pdo_calls(template, name);
	if (!EG(exception)) {
		ta_forward(template, next, INTERNAL_FUNCTION_PARAM_PASSTHRU);
	}
}

/* Functions that SQL can call are the pool's, and made known to every connection. */
static void ta_register(INTERNAL_FUNCTION_PARAMETERS, uint32_t arity_at)
{
	zval *arity = ZEND_NUM_ARGS() > arity_at ? ZEND_CALL_ARG(execute_data, arity_at + 1) : NULL;
	uint32_t number = arity && Z_TYPE_P(arity) == IS_LONG ? (uint32_t)Z_LVAL_P(arity) : UINT32_MAX;
	RETURN_BOOL(ta_pdo_register(ta_template_of(ZEND_THIS), EX(func)->common.function_name, arity_at ? number : 0,
		ZEND_NUM_ARGS() ? ZEND_CALL_ARG(execute_data, 1) : NULL, ZEND_NUM_ARGS()));
}

static void ta_register_function(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_string *name;
	zend_fcall_info info = empty_fcall_info;
	zend_fcall_info_cache cache = empty_fcall_info_cache;
	zend_long arity = -1, flags = 0;
	ZEND_PARSE_PARAMETERS_START(2, 4)
		Z_PARAM_STR(name)
		Z_PARAM_FUNC(info, cache)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(arity)
		Z_PARAM_LONG(flags)
	ZEND_PARSE_PARAMETERS_END();
	(void)name;
	(void)flags;
	ta_register(INTERNAL_FUNCTION_PARAM_PASSTHRU, 2);
}

static void ta_register_aggregate(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_string *name;
	zend_fcall_info step = empty_fcall_info, final = empty_fcall_info;
	zend_fcall_info_cache step_cache = empty_fcall_info_cache, final_cache = empty_fcall_info_cache;
	zend_long arity = -1;
	ZEND_PARSE_PARAMETERS_START(3, 4)
		Z_PARAM_STR(name)
		Z_PARAM_FUNC(step, step_cache)
		Z_PARAM_FUNC(final, final_cache)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(arity)
	ZEND_PARSE_PARAMETERS_END();
	(void)name;
	ta_register(INTERNAL_FUNCTION_PARAM_PASSTHRU, 3);
}

static void ta_register_collation(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_string *name;
	zend_fcall_info info = empty_fcall_info;
	zend_fcall_info_cache cache = empty_fcall_info_cache;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_STR(name)
		Z_PARAM_FUNC(info, cache)
	ZEND_PARSE_PARAMETERS_END();
	(void)name;
	ta_register(INTERNAL_FUNCTION_PARAM_PASSTHRU, 0);
}

/* Methods of Pdo\Sqlite (8.4) that are not forwarded. */
#define TA_OF_SQLITE(name, pooled) \
	static ZEND_NAMED_FUNCTION(name) \
	{ \
		if (EXPECTED(!ta_template_of(ZEND_THIS))) { \
			zif_handler next = zend_hash_index_find_ptr(&ta_next_of_drivers, (zend_ulong)(uintptr_t)EX(func)); \
			next(INTERNAL_FUNCTION_PARAM_PASSTHRU); \
		} else { \
			pooled(INTERNAL_FUNCTION_PARAM_PASSTHRU); \
		} \
	}

static void ta_refuse(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_throw_exception_ex(ta_pdo_exception, 0, "%s::%s() cannot be used with PDO::ATTR_POOL_ENABLED",
		ZSTR_VAL(EX(func)->common.scope->name), ZSTR_VAL(EX(func)->common.function_name));
}

TA_OF_SQLITE(ta_create_function, ta_register_function)
TA_OF_SQLITE(ta_create_aggregate, ta_register_aggregate)
TA_OF_SQLITE(ta_create_collation, ta_register_collation)
TA_OF_SQLITE(ta_refused, ta_refuse)

/* A method that the driver adds to its own connections only: called on one of them. */
static ZEND_NAMED_FUNCTION(ta_driver_call)
{
	void *template = ta_template_of(ZEND_THIS);
	zend_string *name = EX(func)->common.function_name;
	zend_object *connection = ta_pdo_enter(template);
	if (!connection) {
		RETURN_THROWS();
	}
	zend_fcall_info call = {
		.size = sizeof(call),
		.retval = return_value,
		.object = connection,
		.params = ZEND_NUM_ARGS() ? ZEND_CALL_ARG(execute_data, 1) : NULL,
		.param_count = ZEND_NUM_ARGS(),
		.named_params = EX_CALL_INFO() & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS ? EX(extra_named_params) : NULL,
	};
	ZVAL_STR(&call.function_name, name);
	GC_ADDREF(connection);
	zend_call_function(&call, NULL);
	ta_pdo_leave(template, connection);
	OBJ_RELEASE(connection);
}

static ZEND_NAMED_FUNCTION(ta_sqlite_create_function)
{
	ta_register_function(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(ta_sqlite_create_aggregate)
{
	ta_register_aggregate(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(ta_sqlite_create_collation)
{
	ta_register_collation(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_BEGIN_ARG_INFO_EX(ta_function_arginfo, 0, 0, 2)
	ZEND_ARG_TYPE_INFO(0, function_name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, callback, IS_CALLABLE, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, num_args, IS_LONG, 0, "-1")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, flags, IS_LONG, 0, "0")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(ta_aggregate_arginfo, 0, 0, 3)
	ZEND_ARG_TYPE_INFO(0, function_name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, step, IS_CALLABLE, 0)
	ZEND_ARG_TYPE_INFO(0, finalize, IS_CALLABLE, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, num_args, IS_LONG, 0, "-1")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(ta_collation_arginfo, 0, 0, 2)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, callback, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(ta_any_arginfo, 0, 0, 0)
	ZEND_ARG_VARIADIC_INFO(0, arguments)
ZEND_END_ARG_INFO()

#define TA_ME(method, function, arguments) \
	{ .fname = method, .handler = function, .arg_info = arguments, .num_args = sizeof(arguments) / sizeof(*arguments) - 1, .flags = ZEND_ACC_PUBLIC }

const zend_function_entry ta_sqlite_methods[] = {
	TA_ME("sqliteCreateFunction", ta_sqlite_create_function, ta_function_arginfo),
	TA_ME("sqliteCreateAggregate", ta_sqlite_create_aggregate, ta_aggregate_arginfo),
	TA_ME("sqliteCreateCollation", ta_sqlite_create_collation, ta_collation_arginfo),
	ZEND_FE_END
};

const zend_function_entry ta_pgsql_methods[] = {
	TA_ME("pgsqlCopyFromArray", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlCopyFromFile", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlCopyToArray", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlCopyToFile", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlLOBCreate", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlLOBOpen", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlLOBUnlink", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlGetNotify", ta_driver_call, ta_any_arginfo),
	TA_ME("pgsqlGetPid", ta_driver_call, ta_any_arginfo),
	ZEND_FE_END
};

static const struct {
	const char *name;
	zif_handler handler;
} ta_sqlite_special[] = {
	{ "createfunction", ta_create_function },
	{ "createaggregate", ta_create_aggregate },
	{ "createcollation", ta_create_collation },
	{ "loadextension", ta_refused },
	{ "openblob", ta_refused },
	{ "setauthorizer", ta_refused },
};

static zif_handler ta_special_handler(const zend_class_entry *class, const zend_string *name)
{
	if (!zend_string_equals_literal(class->name, "Pdo\\Sqlite")) {
		return ta_driver_method;
	}
	for (size_t i = 0; i < sizeof(ta_sqlite_special) / sizeof(*ta_sqlite_special); i++) {
		if (zend_string_equals_cstr(name, ta_sqlite_special[i].name, strlen(ta_sqlite_special[i].name))) {
			return ta_sqlite_special[i].handler;
		}
	}
	return ta_driver_method;
}

void ta_wrap_driver_method(const zend_class_entry *class, const zend_string *name, zend_internal_function *method)
{
	zend_hash_index_update_ptr(&ta_next_of_drivers, (zend_ulong)(uintptr_t)method, (void *)method->handler);
	method->handler = ta_special_handler(class, name);
}

void ta_driver_methods_install(void)
{
	zend_hash_init(&ta_next_of_drivers, 32, NULL, NULL, 1);
}

void ta_driver_methods_uninstall(void)
{
	zend_hash_destroy(&ta_next_of_drivers);
}
