/* Parameter parsing with the engine's own rules and messages, one function per kind. */
#include "shim.h"

bool ta_arg_count_error(uint32_t min, uint32_t max)
{
	zend_wrong_parameters_count_error(min, max);
	return false;
}

bool ta_arg_long(zval *arg, zend_long *value, uint32_t num)
{
	bool is_null;
	if (zend_parse_arg_long(arg, value, &is_null, 0, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_LONG, arg);
	return false;
}

bool ta_arg_bool(zval *arg, bool *value, uint32_t num)
{
	bool is_null;
	if (zend_parse_arg_bool(arg, value, &is_null, 0, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_BOOL, arg);
	return false;
}

bool ta_arg_string(zval *arg, zend_string **value, uint32_t num)
{
	if (zend_parse_arg_str(arg, value, 0, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_STRING, arg);
	return false;
}

bool ta_arg_string_or_null(zval *arg, zend_string **value, uint32_t num)
{
	if (zend_parse_arg_str(arg, value, 1, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_STRING_OR_NULL, arg);
	return false;
}

bool ta_arg_string_or_array(zval *arg, zend_string **string, HashTable **array, uint32_t num)
{
	if (zend_parse_arg_array_ht_or_str(arg, array, string, 0, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_ARRAY_OR_STRING, arg);
	return false;
}

/* An object of `class`; null only when allowed (then *value is NULL). */
bool ta_arg_object(zval *arg, zend_class_entry *class, bool allow_null, zend_object **value, uint32_t num)
{
	zval *object = NULL;
	if (zend_parse_arg_object(arg, &object, class, allow_null)) {
		*value = object ? Z_OBJ_P(object) : NULL;
		return true;
	}
	if (allow_null) {
		zend_wrong_parameter_class_or_null_error(num, ZSTR_VAL(class->name), arg);
	} else {
		zend_wrong_parameter_class_error(num, ZSTR_VAL(class->name), arg);
	}
	return false;
}

bool ta_arg_string_or_object(zval *arg, zend_string **string, zend_object **object, uint32_t num)
{
	if (zend_parse_arg_obj_or_str(arg, object, NULL, string, false, num)) {
		return true;
	}
	if (!EG(exception)) {
		zend_argument_type_error(num, "must be of type string|object, %s given", zend_zval_type_name(arg));
	}
	return false;
}

/* A string, or an integer (then *string is NULL). */
bool ta_arg_string_or_long(zval *arg, zend_string **string, zend_long *number, uint32_t num)
{
	bool is_null;
	if (zend_parse_arg_str_or_long(arg, string, number, &is_null, false, num)) {
		return true;
	}
	zend_wrong_parameter_type_error(num, Z_EXPECTED_STRING_OR_LONG, arg);
	return false;
}

/* Only a live stream resource counts. */
bool ta_is_stream(zval *value)
{
	php_stream *stream = NULL;
	if (Z_TYPE_P(value) != IS_RESOURCE) {
		return false;
	}
	stream = (php_stream *)zend_fetch_resource2(Z_RES_P(value), NULL, php_file_le_stream(), php_file_le_pstream());
	return stream != NULL;
}

/* Bytes written, negative on failure or when the stream was closed. Failing
 * writes raise no notice: the caller has something better to do with them. */
ssize_t ta_stream_write(zval *value, const char *data, size_t length)
{
	php_stream *stream = (php_stream *)zend_fetch_resource2(Z_RES_P(value), NULL, php_file_le_stream(), php_file_le_pstream());
	if (!stream) {
		return -1;
	}
	uint32_t quiet = stream->flags & PHP_STREAM_FLAG_SUPPRESS_ERRORS;
	stream->flags |= PHP_STREAM_FLAG_SUPPRESS_ERRORS;
	ssize_t written = php_stream_write(stream, data, length);
	/* User code behind the write may have closed it. */
	stream = (php_stream *)zend_fetch_resource2(Z_RES_P(value), NULL, php_file_le_stream(), php_file_le_pstream());
	if (stream && !quiet) {
		stream->flags &= ~PHP_STREAM_FLAG_SUPPRESS_ERRORS;
	}
	return written;
}

/* Whether writing to the stream runs no code of the script: a file without filters. */
bool ta_stream_is_plain(zval *value)
{
	php_stream *stream = (php_stream *)zend_fetch_resource2(Z_RES_P(value), NULL, php_file_le_stream(), php_file_le_pstream());
	return stream && php_stream_is(stream, PHP_STREAM_IS_STDIO) && !stream->writefilters.head;
}

/* A checked callable, or NULL after the engine's TypeError for parameter `num` was thrown. */
ta_callable *ta_callable_new(zval *value, uint32_t num)
{
	zend_fcall_info info;
	zend_fcall_info_cache cache = empty_fcall_info_cache;
	char *error = NULL;
#if PHP_VERSION_ID >= 80300
	bool parsed = zend_parse_arg_func(value, &info, &cache, 0, &error, /* free_trampoline */ 1);
#else
	bool parsed = zend_parse_arg_func(value, &info, &cache, 0, &error);
#endif
	if (!parsed) {
		if (!EG(exception)) {
			if (error) {
				zend_wrong_callback_error(num, error);
			} else {
				zend_wrong_parameter_type_error(num, Z_EXPECTED_FUNC, value);
			}
		}
		return NULL;
	}
	if (error) {
		efree(error);
	}
	ta_callable *callable = emalloc(sizeof(*callable));
	ZVAL_COPY(&callable->value, value);
	/* The check has released a trampoline already and left no function. */
	callable->resolve_each_time = cache.function_handler == NULL
		|| (cache.function_handler->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE) != 0;
	zend_release_fcall_info_cache(&cache);
	callable->cache = cache;
	return callable;
}

/* Also in the loop's own flow, with a scope whose handler it was. */
void ta_callable_free(ta_callable *callable)
{
	ta_value_release(&callable->value);
	efree(callable);
}

/* The callable itself, for get_gc handlers. */
zval *ta_callable_value(ta_callable *callable)
{
	return &callable->value;
}
