/* The module entry: built by the engine's macros so that API number and thread safety are those of the headers. */
#include "shim.h"
#include "php_ini.h"

extern zend_result ta_module_startup(void);
extern void ta_module_shutdown(void);
extern void ta_request_startup(void);
extern void ta_request_shutdown(void);
extern void ta_module_info(void);

/* Milliseconds that code may hold the loop before it is reported; 0 for ever. */
static zend_long ta_block_threshold;

#define TA_MAX_BLOCK_THRESHOLD 3600000

zend_long ta_block_threshold_ms(void)
{
	return ta_block_threshold;
}

static PHP_INI_MH(ta_on_block_threshold)
{
	(void)entry;
	(void)mh_arg1;
	(void)mh_arg2;
	(void)mh_arg3;
	(void)stage;
	const char *text = new_value ? ZSTR_VAL(new_value) : "";
	char *end;
	errno = 0;
	zend_long value = ZEND_STRTOL(text, &end, 10);
	if (*end || errno || value < 0 || value > TA_MAX_BLOCK_THRESHOLD) {
		zend_error(E_WARNING, "true_async.block_threshold_ms must be a number of milliseconds between 0 (off) and %d, \"%s\" given", TA_MAX_BLOCK_THRESHOLD, text);
		return FAILURE;
	}
	ta_block_threshold = value;
	return SUCCESS;
}

PHP_INI_BEGIN()
	/* C stack per coroutine; only touched pages are committed. */
	PHP_INI_ENTRY("true_async.stack_size", "16M", PHP_INI_SYSTEM, NULL)
	/* 0 = as many as the system's limit on memory mappings allows. */
	PHP_INI_ENTRY("true_async.max_coroutines", "0", PHP_INI_SYSTEM, NULL)
	/* Report code that holds the event loop for longer than so many milliseconds. */
	PHP_INI_ENTRY("true_async.block_threshold_ms", "0", PHP_INI_SYSTEM, ta_on_block_threshold)
	/* Report who waits for what when nothing can run any more. */
	PHP_INI_ENTRY_EX("async.debug_deadlock", "1", PHP_INI_ALL, NULL, zend_ini_boolean_displayer_cb)
PHP_INI_END()

static PHP_MINIT_FUNCTION(true_async_server)
{
	if (type != MODULE_PERSISTENT) {
		php_error_docref(NULL, E_WARNING, "true_async_server hooks into the engine and cannot be loaded by dl(); use extension= in an ini file or on the command line");
		return FAILURE;
	}
	REGISTER_INI_ENTRIES();
	return ta_module_startup();
}

static PHP_MSHUTDOWN_FUNCTION(true_async_server)
{
	ta_module_shutdown();
	UNREGISTER_INI_ENTRIES();
	return SUCCESS;
}

static PHP_RINIT_FUNCTION(true_async_server)
{
	ta_request_startup();
	return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(true_async_server)
{
	ta_request_shutdown();
	return SUCCESS;
}

static PHP_MINFO_FUNCTION(true_async_server)
{
	ta_module_info();
	DISPLAY_INI_ENTRIES();
}

static zend_module_entry ta_module_entry = {
	STANDARD_MODULE_HEADER,
	"true_async_server",
	NULL,
	PHP_MINIT(true_async_server),
	PHP_MSHUTDOWN(true_async_server),
	PHP_RINIT(true_async_server),
	PHP_RSHUTDOWN(true_async_server),
	PHP_MINFO(true_async_server),
	TA_VERSION,
	STANDARD_MODULE_PROPERTIES
};

zend_module_entry *ta_module(void)
{
	return &ta_module_entry;
}

/* The value of a switch in an ini file. */
bool ta_ini_bool(const char *name)
{
	zend_string *key = zend_string_init(name, strlen(name), 0);
	zend_string *value = zend_ini_get_value(key);
	bool on = value && zend_ini_parse_bool(value);
	zend_string_release(key);
	return on;
}

/* The value of an ini setting with the usual K, M and G. */
zend_long ta_ini_long(const char *name)
{
	zend_string *key = zend_string_init(name, strlen(name), 0);
	zend_string *value = zend_ini_get_value(key);
	zend_long number = value ? zend_ini_parse_quantity_warn(value, key) : 0;
	zend_string_release(key);
	return number;
}
