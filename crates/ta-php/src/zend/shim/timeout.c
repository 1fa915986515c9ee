/* stream_set_timeout() on pipes, terminals and files, for which the engine has no time limit: while the loop runs reads
 * of theirs have one, too, and stream_get_meta_data() tells when it was reached. */
#include "shim.h"

extern bool ta_reads_have_limits(void);
extern bool ta_limit_reads(int descriptor, zend_long seconds, zend_long microseconds);
/* -1 when the descriptor has no limit. */
extern int ta_read_timed_out(int descriptor);

static zif_handler ta_engine_set_timeout, ta_engine_get_meta_data;

/* The descriptor of a plain stream, which is the first argument; -1 for any other. */
static int ta_plain_descriptor(zend_execute_data *execute_data)
{
	if (ZEND_CALL_NUM_ARGS(execute_data) == 0) {
		return -1;
	}
	zval *argument = ZEND_CALL_ARG(execute_data, 1);
	if (Z_TYPE_P(argument) != IS_RESOURCE) {
		return -1;
	}
	php_stream *stream = zend_fetch_resource2(Z_RES_P(argument), NULL, php_file_le_stream(), php_file_le_pstream());
	int descriptor = -1;
	if (!stream || !php_stream_is(stream, PHP_STREAM_IS_STDIO)
			|| php_stream_cast(stream, PHP_STREAM_AS_FD | PHP_STREAM_CAST_INTERNAL, (void **)&descriptor, 0) != SUCCESS) {
		return -1;
	}
	return descriptor;
}

static ZEND_NAMED_FUNCTION(ta_set_timeout)
{
	ta_engine_set_timeout(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (EG(exception) || Z_TYPE_P(return_value) != IS_FALSE) {
		return;
	}
	int descriptor = ta_plain_descriptor(execute_data);
	if (descriptor < 0) {
		return;
	}
	zend_long seconds = zval_get_long(ZEND_CALL_ARG(execute_data, 2));
	zend_long microseconds = ZEND_CALL_NUM_ARGS(execute_data) < 3 ? 0 : zval_get_long(ZEND_CALL_ARG(execute_data, 3));
	RETVAL_BOOL(ta_limit_reads(descriptor, seconds, microseconds));
}

static ZEND_NAMED_FUNCTION(ta_get_meta_data)
{
	ta_engine_get_meta_data(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (EG(exception) || Z_TYPE_P(return_value) != IS_ARRAY || !ta_reads_have_limits()) {
		return;
	}
	int descriptor = ta_plain_descriptor(execute_data);
	int timed_out = descriptor < 0 ? -1 : ta_read_timed_out(descriptor);
	if (timed_out >= 0) {
		SEPARATE_ARRAY(return_value);
		add_assoc_bool(return_value, "timed_out", timed_out);
	}
}

static void ta_replace(const char *name, zif_handler ours, zif_handler *engine)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, strlen(name));
	if (function && function->type == ZEND_INTERNAL_FUNCTION && function->internal_function.handler != ours) {
		*engine = function->internal_function.handler;
		function->internal_function.handler = ours;
	}
}

/* For the life of the process. At the start of a request: of the first, because all functions are there by then. */
void ta_timeout_install(void)
{
	static bool done = false;
	if (done) {
		return;
	}
	done = true;
	/* The other names are aliases, which whoever else replaces them treats alike. */
	ta_replace("stream_set_timeout", ta_set_timeout, &ta_engine_set_timeout);
	ta_replace("socket_set_timeout", ta_set_timeout, &ta_engine_set_timeout);
	ta_replace("stream_get_meta_data", ta_get_meta_data, &ta_engine_get_meta_data);
	ta_replace("socket_get_status", ta_get_meta_data, &ta_engine_get_meta_data);
}
