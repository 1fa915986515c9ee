/*
 * The end of the main script.
 *
 * Coroutines outlive the main code: the event loop has to run on after its last
 * line, but before an uncaught exception is printed and before shutdown
 * functions. The engine offers no hook there. So the compile hook notices the
 * primary script and arms zend_execute_ex() for exactly one call: the one that
 * runs it. While anything else runs, zend_execute_ex() is the engine's own, and
 * calls stay as fast as without us.
 */
#include "shim.h"
#include "zend_compile.h"
#include <pthread.h>

extern void ta_main_ended(void);

static zend_op_array *(*ta_engine_compile_file)(zend_file_handle *, int);
static zend_op_array *(*ta_engine_compile_string)(zend_string *, const char *, zend_compile_position);
static void (*ta_engine_execute)(zend_execute_data *);

/* The hooks are the process's, threads or not. While some thread is about to run
 * its main script, the calls of all others pass through ta_execute() too: each
 * asks whether it is meant. */
static pthread_mutex_t ta_hooks = PTHREAD_MUTEX_INITIALIZER;
static int ta_armed_threads;
ZEND_TLS bool ta_armed;

static void ta_execute(zend_execute_data *execute_data);

static void ta_arm(void)
{
	if (ta_armed) {
		return;
	}
	ta_armed = true;
	pthread_mutex_lock(&ta_hooks);
	if (ta_armed_threads++ == 0) {
		ta_engine_execute = zend_execute_ex;
		zend_execute_ex = ta_execute;
	}
	pthread_mutex_unlock(&ta_hooks);
}

static void ta_disarm(void)
{
	if (!ta_armed) {
		return;
	}
	ta_armed = false;
	pthread_mutex_lock(&ta_hooks);
	if (--ta_armed_threads == 0) {
		zend_execute_ex = ta_engine_execute;
	}
	pthread_mutex_unlock(&ta_hooks);
}

static void ta_execute(zend_execute_data *execute_data)
{
	bool main = ta_armed;
	ta_disarm();
	ta_engine_execute(execute_data);
	if (main) {
		ta_main_ended();
	}
}

static zend_op_array *ta_compile_file(zend_file_handle *file, int type)
{
	int loading = ta_loading_begin();
	zend_op_array *compiled = ta_engine_compile_file(file, type);
	ta_loading_end(loading);
	if (compiled && file->primary_script && !EG(current_execute_data)) {
		ta_arm();
	}
	return compiled;
}

static zend_op_array *ta_compile_string(zend_string *source, const char *filename, zend_compile_position position)
{
	int loading = ta_loading_begin();
	zend_op_array *compiled = ta_engine_compile_string(source, filename, position);
	ta_loading_end(loading);
	/* php -r: code evaluated with nothing running is the main script. */
	if (compiled && !EG(current_execute_data)) {
		ta_arm();
	}
	return compiled;
}

static void ta_marker_make(void);

/* At the first request, not at module start: a cache that answers without
 * compiling hooks in after the modules, and has to be inside of us. */
void ta_script_install(void)
{
	/* A main script that was compiled and never run. */
	ta_disarm();
	pthread_mutex_lock(&ta_hooks);
	if (!ta_engine_compile_file) {
		ta_marker_make();
		ta_engine_compile_string = zend_compile_string;
		zend_compile_string = ta_compile_string;
		ta_engine_compile_file = zend_compile_file;
		zend_compile_file = ta_compile_file;
	}
	pthread_mutex_unlock(&ta_hooks);
}

/* At the end of the process, with one thread left. */
void ta_script_uninstall(void)
{
	if (zend_compile_file == ta_compile_file) {
		zend_compile_file = ta_engine_compile_file;
	}
	if (zend_compile_string == ta_compile_string) {
		zend_compile_string = ta_engine_compile_string;
	}
	if (zend_execute_ex == ta_execute) {
		zend_execute_ex = ta_engine_execute;
	}
}

extern void ta_shutdown_functions_ended(void);

static ZEND_NAMED_FUNCTION(ta_shutdown_marker)
{
	ZEND_PARSE_PARAMETERS_NONE();
	ta_shutdown_functions_ended();
}

ZEND_BEGIN_ARG_INFO_EX(ta_shutdown_marker_arginfo, 0, 0, 0)
ZEND_END_ARG_INFO()

static zend_internal_function ta_marker = {
	.type = ZEND_INTERNAL_FUNCTION,
	.handler = ta_shutdown_marker,
	.arg_info = (void *)(ta_shutdown_marker_arginfo + 1),
};

/* The engine's own strings are known at run time only. */
static void ta_marker_make(void)
{
	ta_marker.function_name = ZSTR_KNOWN(ZEND_STR_UNKNOWN);
}

/* Queues a call behind the shutdown functions registered so far: coroutines
 * that those spawn are run to their end there. */
void ta_after_shutdown_functions(void)
{
	zval name, closure, result;
	ZVAL_STRING(&name, "register_shutdown_function");
	zend_create_fake_closure(&closure, (zend_function *)&ta_marker, NULL, NULL, NULL);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &name, &result, 1, &closure);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&closure);
	zval_ptr_dtor(&name);
}
