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

extern void ta_main_ended(void);

static zend_op_array *(*ta_engine_compile_file)(zend_file_handle *, int);
static void (*ta_engine_execute)(zend_execute_data *);
static zend_op_array *(*ta_engine_compile_string)(zend_string *, const char *, zend_compile_position);

static void ta_execute_main(zend_execute_data *execute_data)
{
	zend_execute_ex = ta_engine_execute;
	zend_execute_ex(execute_data);
	ta_main_ended();
}

static void ta_arm(void)
{
	if (zend_execute_ex != ta_execute_main) {
		ta_engine_execute = zend_execute_ex;
		zend_execute_ex = ta_execute_main;
	}
}

static zend_op_array *ta_compile_file(zend_file_handle *file, int type)
{
	zend_op_array *compiled = ta_engine_compile_file(file, type);
	if (compiled && file->primary_script && !EG(current_execute_data)) {
		ta_arm();
	}
	return compiled;
}

static zend_op_array *ta_compile_string(zend_string *source, const char *filename, zend_compile_position position)
{
	zend_op_array *compiled = ta_engine_compile_string(source, filename, position);
	/* php -r: code evaluated with nothing running is the main script. */
	if (compiled && !EG(current_execute_data)) {
		ta_arm();
	}
	return compiled;
}

/* At the first request, not at module start: a cache that answers without
 * compiling hooks in after the modules, and has to be inside of us. */
void ta_script_install(void)
{
	if (ta_engine_compile_file) {
		return;
	}
	ta_engine_compile_file = zend_compile_file;
	zend_compile_file = ta_compile_file;
	ta_engine_compile_string = zend_compile_string;
	zend_compile_string = ta_compile_string;
}

void ta_script_uninstall(void)
{
	if (zend_compile_file == ta_compile_file) {
		zend_compile_file = ta_engine_compile_file;
	}
	if (zend_compile_string == ta_compile_string) {
		zend_compile_string = ta_engine_compile_string;
	}
	if (zend_execute_ex == ta_execute_main) {
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

/* Queues a call behind the shutdown functions registered so far: coroutines
 * that those spawn are run to their end there. */
void ta_after_shutdown_functions(void)
{
	static zend_internal_function marker;
	marker.type = ZEND_INTERNAL_FUNCTION;
	marker.handler = ta_shutdown_marker;
	marker.arg_info = (void *)(ta_shutdown_marker_arginfo + 1);
	marker.function_name = ZSTR_KNOWN(ZEND_STR_UNKNOWN);

	zval name, closure, result;
	ZVAL_STRING(&name, "register_shutdown_function");
	zend_create_fake_closure(&closure, (zend_function *)&marker, NULL, NULL, NULL);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &name, &result, 1, &closure);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&closure);
	zval_ptr_dtor(&name);
}
