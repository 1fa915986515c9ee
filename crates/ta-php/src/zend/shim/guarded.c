/*
 * Which functions are guarded, and what stands for the connection or stream that a call
 * of them is inside of.
 *
 * What counts is not the PHP object but what it shares with others: a PDOStatement is
 * as much inside of its PDO's connection as the PDO, and two persistent PDO objects can
 * be one connection. Where the shared thing is reached through a layout that has no
 * header, it is the first or second pointer of an object, as it is in all of 8.2 to 8.6.
 */
#include "guard.h"
#include <pthread.h>

#if __has_include("ext/pdo/php_pdo_driver.h")
# include "ext/pdo/php_pdo_driver.h"
# define TA_HAS_PDO
#endif
#if __has_include("ext/mysqli/php_mysqli_structs.h")
# ifndef MYSQLI_USE_MYSQLND
#  define MYSQLI_USE_MYSQLND
# endif
# include "ext/mysqlnd/mysqlnd.h"
# include "ext/mysqli/php_mysqli_structs.h"
# define TA_HAS_MYSQLI
#endif

static void *ta_base_of(const zend_object *object)
{
	return (char *)object - object->handlers->offset;
}

static const void *ta_itself(const zend_object *object)
{
	return object;
}

static const void *ta_struct_around(const zend_object *object)
{
	return ta_base_of(object);
}

static const void *ta_first_pointer(const zend_object *object)
{
	return ((void **)ta_base_of(object))[0];
}

static const void *ta_second_pointer(const zend_object *object)
{
	return ((void **)ta_base_of(object))[1];
}

static const void *ta_pdo_of_statement(const zend_object *object)
{
#ifdef TA_HAS_PDO
	return ((const pdo_stmt_t *)ta_base_of(object))->dbh;
#else
	return NULL;
#endif
}

#ifdef TA_HAS_MYSQLI
static void *ta_mysqli_resource(const zend_object *object)
{
	const MYSQLI_RESOURCE *resource = ((const mysqli_object *)ta_base_of(object))->ptr;
	return resource ? resource->ptr : NULL;
}

static const void *ta_link_of_mysqli(const zend_object *object)
{
	const MY_MYSQL *link = ta_mysqli_resource(object);
	return link && link->mysql ? link->mysql->data : NULL;
}

static const void *ta_link_of_statement(const zend_object *object)
{
	const MY_STMT *statement = ta_mysqli_resource(object);
	return statement && statement->stmt && statement->stmt->data ? statement->stmt->data->conn : NULL;
}

/* NULL once all rows are here. */
static const void *ta_link_of_result(const zend_object *object)
{
	const MYSQLND_RES *result = ta_mysqli_resource(object);
	return result && result->unbuf ? result->conn : NULL;
}
#else
# define ta_link_of_mysqli ta_itself
# define ta_link_of_statement ta_itself
# define ta_link_of_result ta_itself
#endif

/* All SOAP clients share the extension's global state. */
static const void *ta_all_of_soap(const zend_object *object)
{
	static const char soap;
	return &soap;
}

/* Objects that coroutines have to use one after the other. */
static const struct {
	const char *class;
	/* NULL when the object itself is all there is, or for now. */
	const void *(*key)(const zend_object *object);
	ta_courtesy courtesy;
	const char *noun;
	/* Nobody knows where the protocol stands after a wait that was cut short. */
	bool is_lost;
} ta_kinds[] = {
	/* The protocol has one command under way at a time. */
	{ "mysqli", ta_link_of_mysqli, TA_IS_REFUSED, "connection", true },
	{ "mysqli_stmt", ta_link_of_statement, TA_IS_REFUSED, "connection", true },
	{ "mysqli_result", ta_link_of_result, TA_IS_REFUSED, "connection", true },
	{ "pdo", ta_first_pointer, TA_IS_REFUSED, "connection", true },
	{ "pdostatement", ta_pdo_of_statement, TA_IS_REFUSED, "connection", true },
	{ "pgsql\\connection", ta_first_pointer, TA_IS_REFUSED, "connection", true },
	{ "pgsql\\lob", ta_first_pointer, TA_IS_REFUSED, "connection", true },
	{ "redis", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "rediscluster", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "redisarray", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "redissentinel", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "memcached", ta_first_pointer, TA_IS_REFUSED, "connection", true },
	{ "memcache", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "memcachepool", ta_itself, TA_IS_REFUSED, "connection", true },
	{ "ldap\\connection", ta_itself, TA_IS_REFUSED, "connection", true },
	/* These may as well be waiting for a stream that they fill or send. */
	{ "ftp\\connection", ta_itself, TA_IS_REFUSED, "connection", false },
	{ "imap\\connection", ta_itself, TA_IS_REFUSED, "connection", false },
	{ "snmp", ta_itself, TA_IS_REFUSED, "session", false },
	/* No network, but it sleeps while another process has the lock, and it calls
	 * functions of ours in the middle of a statement. */
	{ "sqlite3", ta_struct_around, TA_IS_REFUSED, "connection", false },
	{ "sqlite3stmt", ta_second_pointer, TA_IS_REFUSED, "connection", false },
	{ "sqlite3result", ta_first_pointer, TA_IS_REFUSED, "connection", false },
	{ "curlhandle", ta_itself, TA_IS_REFUSED, "handle", false },
	/* Clients drive one from several coroutines; only a callback leaves it in the
	 * middle. */
	{ "curlmultihandle", ta_itself, TA_WAITS_ITS_TURN, "handle", false },
	{ "soapclient", ta_all_of_soap, TA_WAITS_ITS_TURN, "client", false },
	/* A file and the line that it is at. */
	{ "splfileobject", ta_itself, TA_WAITS_ITS_TURN, "file", false },
};
#define TA_KINDS (sizeof(ta_kinds) / sizeof(ta_kinds[0]))

/* The classes, where they are loaded. */
static zend_class_entry *ta_classes[TA_KINDS];

/* Modules with functions next to, or instead of, methods. Also guarded where no object
 * is given: an exception for a connection that could not be made gives way, too. */
static const char *const ta_modules[] = {
	"mysqli", "PDO", "pdo_mysql", "pdo_pgsql", "pdo_sqlite", "pgsql", "redis", "memcached", "memcache",
	"ldap", "ftp", "imap", "snmp", "sqlite3", "curl", "soap",
};

/* Wait without being inside of anything, or look at what does not change. */
static const char *const ta_free_functions[] = {
	"curl_multi_select", "curl_close", "curl_errno", "curl_error", "curl_getinfo", "curl_multi_getcontent",
	"curl_multi_errno",
	/* What somebody has to know who is to end the call of another coroutine. */
	"mysqli_thread_id", "mysqli_get_host_info", "mysqli_get_server_info", "mysqli_get_server_version",
	"pg_get_pid", "pg_dbname", "pg_host", "pg_port", "pg_options", "pg_version", "pg_parameter_status",
	"pg_connection_status", "pg_transaction_status", "pg_socket",
};

/* Functions of streams. Those of zlib and bz2 are the same under other names. */
static const struct {
	const char *name;
	uint8_t does[2];
} ta_stream_functions[] = {
	{ "fread", { TA_READS } },
	{ "fgets", { TA_READS } },
	{ "fgetc", { TA_READS } },
	{ "fgetcsv", { TA_READS } },
	{ "fscanf", { TA_READS } },
	{ "fpassthru", { TA_READS } },
	{ "stream_get_line", { TA_READS } },
	{ "stream_get_contents", { TA_READS } },
	{ "stream_socket_recvfrom", { TA_READS } },
	{ "gzread", { TA_READS } },
	{ "gzgets", { TA_READS } },
	{ "gzgetc", { TA_READS } },
	{ "gzpassthru", { TA_READS } },
	{ "bzread", { TA_READS } },
	{ "fwrite", { TA_WRITES } },
	{ "fputs", { TA_WRITES } },
	{ "fputcsv", { TA_WRITES } },
	{ "fprintf", { TA_WRITES } },
	{ "vfprintf", { TA_WRITES } },
	{ "fflush", { TA_WRITES } },
	{ "stream_socket_sendto", { TA_WRITES } },
	{ "gzwrite", { TA_WRITES } },
	{ "gzputs", { TA_WRITES } },
	{ "bzwrite", { TA_WRITES } },
	{ "bzflush", { TA_WRITES } },
	{ "stream_copy_to_stream", { TA_READS, TA_WRITES } },
	/* They move what has been read ahead, or what it goes through. */
	{ "fseek", { TA_HOLDS } },
	{ "rewind", { TA_HOLDS } },
	{ "ftruncate", { TA_HOLDS } },
	{ "gzseek", { TA_HOLDS } },
	{ "gzrewind", { TA_HOLDS } },
	{ "stream_socket_enable_crypto", { TA_HOLDS } },
	{ "stream_filter_append", { TA_HOLDS } },
	{ "stream_filter_prepend", { TA_HOLDS } },
	{ "stream_socket_accept", { TA_USES } },
	{ "fclose", { TA_CLOSES } },
	{ "pclose", { TA_CLOSES } },
	{ "gzclose", { TA_CLOSES } },
	{ "bzclose", { TA_CLOSES } },
};

static bool ta_is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(name, names[i]) == 0) {
			return true;
		}
	}
	return false;
}
#define TA_IS_ONE_OF(name, names) ta_is_one_of(name, names, sizeof(names) / sizeof((names)[0]))

/* pgsql, where it is loaded, and functions of it that are given no connection and do not
 * use the one that was opened last. */
static const zend_module_entry *ta_pgsql;
static const char *const ta_without_connection[] = { "pg_connect", "pg_pconnect", "pg_unescape_bytea" };

/* What pg_connect() has returned last: the connection that pg_query() uses when it is
 * given none. The module keeps it, until it is closed. */
ZEND_TLS struct {
	const zend_object *object;
	uint32_t handle;
} ta_last_link;

static zif_handler ta_next_connect, ta_next_pconnect;

static void ta_remember_link(const zval *link)
{
	if (Z_TYPE_P(link) == IS_OBJECT) {
		ta_last_link.object = Z_OBJ_P(link);
		ta_last_link.handle = Z_OBJ_HANDLE_P(link);
	}
}

static ZEND_NAMED_FUNCTION(ta_pg_connect)
{
	ta_next_connect(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_remember_link(return_value);
}

static ZEND_NAMED_FUNCTION(ta_pg_pconnect)
{
	ta_next_pconnect(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_remember_link(return_value);
}

static void ta_follow_connecting(const char *name, size_t length, zif_handler ours, zif_handler *next)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, length);
	if (function && function->type == ZEND_INTERNAL_FUNCTION && !*next) {
		*next = function->internal_function.handler;
		function->internal_function.handler = ours;
	}
}

/* NULL when the object is gone, or the function has nothing to do with it. */
static const zend_object *ta_default_link(const zend_function *function)
{
	uint32_t handle = ta_last_link.handle;
	if (!ta_pgsql || function->type != ZEND_INTERNAL_FUNCTION || function->internal_function.module != ta_pgsql
		|| TA_IS_ONE_OF(ZSTR_VAL(function->common.function_name), ta_without_connection)) {
		return NULL;
	}
	bool is_alive = ta_last_link.object && handle < EG(objects_store).top
		&& EG(objects_store).object_buckets[handle] == ta_last_link.object;
	return is_alive ? ta_last_link.object : NULL;
}

static const zend_object *ta_object_of(const zend_execute_data *frame)
{
	if (Z_TYPE(frame->This) == IS_OBJECT) {
		return Z_OBJ(frame->This);
	}
	const zval *first = ZEND_CALL_NUM_ARGS(frame) ? ZEND_CALL_ARG(frame, 1) : NULL;
	return first && Z_TYPE_P(first) == IS_OBJECT ? Z_OBJ_P(first) : ta_default_link(frame->func);
}

void ta_find_client(ta_inside *node, const ta_guarded *guarded)
{
	const zend_object *object = node->iterated ? node->iterated : ta_object_of(node->frame);
	const zend_class_entry *class = object ? object->ce : NULL;
	for (; class; class = class->parent) {
		for (size_t i = 0; i < TA_KINDS; i++) {
			if (ta_classes[i] != class) {
				continue;
			}
			const void *key = ta_kinds[i].key(object);
			node->places[0].key = key ? key : object;
			node->places[0].does = TA_HOLDS;
			node->courtesy = ta_kinds[i].courtesy;
			node->noun = ta_kinds[i].noun;
			node->is_lost = ta_kinds[i].is_lost;
			return;
		}
	}
}

void ta_find_stream(ta_inside *node, const ta_guarded *guarded)
{
	node->courtesy = TA_WAITS_ITS_TURN;
	node->noun = "stream";
	uint32_t given = ZEND_CALL_NUM_ARGS(node->frame);
	for (uint32_t i = 0; i < 2 && i < given; i++) {
		const zval *argument = ZEND_CALL_ARG(node->frame, i + 1);
		if ((i && !guarded->does[i]) || Z_TYPE_P(argument) != IS_RESOURCE) {
			continue;
		}
		const zend_resource *resource = Z_RES_P(argument);
		if (!resource->ptr || (resource->type != php_file_le_stream() && resource->type != php_file_le_pstream())) {
			continue;
		}
		const php_stream *stream = resource->ptr;
		uint8_t does = guarded->does[i];
		if ((does & TA_HOLDS) && stream->ops->seek && !(stream->flags & PHP_STREAM_FLAG_NO_SEEK)) {
			/* Both directions have one position, and writing drops what was read ahead. */
			does |= TA_HOLDS;
		}
		node->places[i].key = stream;
		node->places[i].does = does;
	}
}

void ta_find_process(ta_inside *node, const ta_guarded *guarded)
{
}

static pthread_mutex_t ta_installing = PTHREAD_MUTEX_INITIALIZER;
static ta_guarded *ta_all_guarded;
/* How many modules there were when we looked last. */
static uint32_t ta_modules_seen;

static ta_guarded *ta_guard_it(zend_internal_function *function, void (*find)(ta_inside *, const ta_guarded *))
{
	if (!function->handler || ta_guarded_of(function)) {
		return NULL;
	}
	ta_guarded *guarded = calloc(1, sizeof(*guarded));
	if (!guarded) {
		return NULL;
	}
	guarded->find = find;
	guarded->next = ta_all_guarded;
	ta_all_guarded = guarded;
	ta_guard_function(function, guarded);
	return guarded;
}

/* One note serves all methods with the same handler: those go, and the notes stay. */
void ta_guard_loose_method(zend_internal_function *method)
{
	if (ta_guarded_of(method)) {
		return;
	}
	pthread_mutex_lock(&ta_installing);
	ta_guarded *guarded = ta_all_guarded;
	while (guarded && !(guarded->handler == method->handler && guarded->find == ta_find_client)) {
		guarded = guarded->next;
	}
	if (guarded) {
		ta_guard_function(method, guarded);
	} else {
		ta_guard_it(method, ta_find_client);
	}
	pthread_mutex_unlock(&ta_installing);
}

static bool ta_is_guarded_class(const zend_class_entry *class)
{
	for (; class; class = class->parent) {
		for (size_t i = 0; i < TA_KINDS; i++) {
			if (ta_classes[i] == class) {
				return true;
			}
		}
	}
	return false;
}

static void ta_guard_stream_functions(void)
{
	for (size_t i = 0; i < sizeof(ta_stream_functions) / sizeof(ta_stream_functions[0]); i++) {
		const char *name = ta_stream_functions[i].name;
		zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, strlen(name));
		ta_guarded *guarded = function ? ta_guard_it(&function->internal_function, ta_find_stream) : NULL;
		if (guarded) {
			memcpy(guarded->does, ta_stream_functions[i].does, sizeof(guarded->does));
		}
	}
	zend_function *close = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("proc_close"));
	if (close) {
		ta_guard_it(&close->internal_function, ta_find_process);
	}
}

static void ta_guard_client_functions(void)
{
	zend_function *function;
	ZEND_HASH_FOREACH_PTR(CG(function_table), function) {
		if (function->type != ZEND_INTERNAL_FUNCTION || !function->internal_function.module
			|| !TA_IS_ONE_OF(function->internal_function.module->name, ta_modules)
			|| TA_IS_ONE_OF(ZSTR_VAL(function->common.function_name), ta_free_functions)) {
			continue;
		}
		ta_guard_it(&function->internal_function, ta_find_client);
	} ZEND_HASH_FOREACH_END();
}

static void ta_guard_methods(void)
{
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class->type != ZEND_INTERNAL_CLASS || !ta_is_guarded_class(class)) {
			continue;
		}
		zend_function *method;
		ZEND_HASH_FOREACH_PTR(&class->function_table, method) {
			if (method->type == ZEND_INTERNAL_FUNCTION && !(method->common.fn_flags & ZEND_ACC_ABSTRACT)) {
				ta_guard_it(&method->internal_function, ta_find_client);
			}
		} ZEND_HASH_FOREACH_END();
	} ZEND_HASH_FOREACH_END();
}

/* Guards what is loaded by now, once; again when there are more modules. */
void ta_guard_install(void)
{
	pthread_mutex_lock(&ta_installing);
	uint32_t modules = zend_hash_num_elements(&module_registry);
	if (modules != ta_modules_seen && (ta_modules_seen || ta_guard_reserve())) {
		ta_modules_seen = modules;
		for (size_t i = 0; i < TA_KINDS; i++) {
			const char *name = ta_kinds[i].class;
			ta_classes[i] = zend_hash_str_find_ptr(CG(class_table), name, strlen(name));
		}
		ta_pgsql = zend_hash_str_find_ptr(&module_registry, ZEND_STRL("pgsql"));
		ta_follow_connecting(ZEND_STRL("pg_connect"), ta_pg_connect, &ta_next_connect);
		ta_follow_connecting(ZEND_STRL("pg_pconnect"), ta_pg_pconnect, &ta_next_pconnect);
		ta_guard_stream_functions();
		ta_guard_client_functions();
		ta_guard_methods();
		ta_guard_iterators();
		ta_guard_freeing();
		ta_guard_driver_methods();
	}
	pthread_mutex_unlock(&ta_installing);
}

static zend_result (*ta_next_after_startup)(void);

/* All modules have started, and nothing was compiled: compiled code may call handlers
 * directly. OPcache, which preloads scripts and compiles them here, comes after us. */
static zend_result ta_after_startup(void)
{
	ta_guard_install();
	return ta_next_after_startup ? ta_next_after_startup() : SUCCESS;
}

/* At module start. */
void ta_guard_prepare(void)
{
	ta_next_after_startup = zend_post_startup_cb;
	zend_post_startup_cb = ta_after_startup;
}

/* The extension is about to be unloaded; no PHP code runs any more. */
void ta_guard_uninstall(void)
{
	while (ta_all_guarded) {
		ta_guarded *guarded = ta_all_guarded;
		ta_all_guarded = guarded->next;
		free(guarded);
	}
	ta_iterators_forget();
	ta_next_connect = ta_next_pconnect = NULL;
	ta_freeing_forget();
	ta_driver_methods_forget();
	ta_modules_seen = 0;
}
