/* Strings, and what is read from and written into them: JSON and query strings. */
#include "shim.h"
#include "ext/json/php_json.h"
#include "zend_smart_str.h"
#include "SAPI.h"
#include "main/php_variables.h"

#ifdef TA_HAS_JSON_ERROR_DETAILS
# define TA_JSON_ERROR() JSON_G(error_details).code
#else
# define TA_JSON_ERROR() JSON_G(error_code)
#endif

/* json_encode() of `value`; NULL on failure with partial output not asked for. */
zend_string *ta_json_encode(zval *value, zend_long flags)
{
	smart_str buffer = {0};
	/* Some errors, INF and NAN among them, are only told by the code. */
	bool failed = php_json_encode_ex(&buffer, value, (int)flags, PHP_JSON_PARSER_DEFAULT_DEPTH) != SUCCESS
		|| TA_JSON_ERROR() != PHP_JSON_ERROR_NONE;
	if (failed && !(flags & PHP_JSON_PARTIAL_OUTPUT_ON_ERROR)) {
		smart_str_free(&buffer);
		return NULL;
	}
	return smart_str_extract(&buffer);
}

/* Parses a query string as $_GET is parsed; `into` becomes the array. */
void ta_parse_query(const char *query, size_t length, zval *into)
{
	array_init(into);
	char *copy = estrndup(query, length);
	/* Limits such as max_input_vars cut silently: a peer must not be able to
	 * put a warning into the output. */
	int level = EG(error_reporting);
	int handled = EG(user_error_handler_error_reporting);
	EG(error_reporting) = 0;
	EG(user_error_handler_error_reporting) = 0;
	/* Takes over and frees `copy`. */
	sapi_module.treat_data(PARSE_STRING, copy, into);
	EG(user_error_handler_error_reporting) = handled;
	EG(error_reporting) = level;
}

zend_string *ta_string_new(const char *bytes, size_t length)
{
	return zend_string_init_fast(bytes, length);
}

zend_string *ta_string_interned(const char *bytes, size_t length)
{
	return zend_string_init_interned(bytes, length, 1);
}

void ta_string_release(zend_string *string)
{
	zend_string_release(string);
}

zend_string *ta_string_append(zend_string *string, const char *bytes, size_t length)
{
	size_t before = ZSTR_LEN(string);
	zend_string *longer = zend_string_extend(string, before + length, 0);
	memcpy(ZSTR_VAL(longer) + before, bytes, length);
	ZSTR_VAL(longer)[before + length] = 0;
	return longer;
}

zend_string *ta_zval_string(zval *value)
{
	return zval_try_get_string(value);
}
