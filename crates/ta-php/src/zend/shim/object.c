/* Objects with Rust state in front of the zend_object, exceptions, and conversions. */
#include "shim.h"
#include "ext/json/php_json.h"
#include "zend_smart_str.h"
#include "SAPI.h"
#include "main/php_variables.h"

bool ta_is_exit(zend_object *exception);
void ta_exception_report(zend_object *exception);

void *ta_object_alloc(size_t size, zend_class_entry *class)
{
	return zend_object_alloc(size, class);
}

void ta_object_init(zend_object *object, zend_class_entry *class, const zend_object_handlers *handlers)
{
	zend_object_std_init(object, class);
	if (class->default_properties_count) {
		object_properties_init(object, class);
	}
	object->handlers = handlers;
}

void ta_object_addref(zend_object *object)
{
	GC_ADDREF(object);
}

static void ta_release_body(void *object)
{
	OBJ_RELEASE((zend_object *)object);
}

/* In the loop's own flow a destructor may fail without taking the process with it. */
void ta_object_release(zend_object *object)
{
	if (EXPECTED(GC_REFCOUNT(object) > 1) || !ta_in_loop_flow()) {
		OBJ_RELEASE(object);
	} else {
		ta_contain(ta_release_body, object);
		ta_report_stray_exception();
	}
}

static void ta_value_release_body(void *value)
{
	zval_ptr_dtor(value);
}

void ta_value_release(zval *value)
{
	if (!Z_REFCOUNTED_P(value) || !ta_in_loop_flow()) {
		zval_ptr_dtor(value);
	} else {
		ta_contain(ta_value_release_body, value);
		ta_report_stray_exception();
	}
	ZVAL_UNDEF(value);
}

void ta_report_stray_exception(void)
{
	zend_object *exception = EG(exception);
	if (exception) {
		EG(exception) = NULL;
		ta_exception_report(exception);
	}
}

const zend_object_handlers *ta_std_handlers(void)
{
	return &std_object_handlers;
}

/* A new exception object of `class`, with file, line and trace of the running code. */
zend_object *ta_exception_new(zend_class_entry *class, zend_string *message, zend_long code)
{
	zval object, value;
	object_init_ex(&object, class);
	zend_class_entry *base = instanceof_function(class, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	ZVAL_STR(&value, message);
	zend_update_property_ex(base, Z_OBJ(object), ZSTR_KNOWN(ZEND_STR_MESSAGE), &value);
	if (code) {
		ZVAL_LONG(&value, code);
		zend_update_property_ex(base, Z_OBJ(object), ZSTR_KNOWN(ZEND_STR_CODE), &value);
	}
	return Z_OBJ(object);
}

void ta_throw(zend_object *exception)
{
	zend_throw_exception_internal(exception);
}

zend_object *ta_exception_pending(void)
{
	return EG(exception);
}

/* Takes the pending exception out of the engine; NULL when there is none. */
zend_object *ta_exception_take(void)
{
	zend_object *exception = EG(exception);
	if (exception) {
		GC_ADDREF(exception);
		zend_clear_exception();
	}
	return exception;
}

void ta_exception_restore(zend_object *exception)
{
	EG(exception) = exception;
}

void ta_exception_report(zend_object *exception)
{
	if (ta_is_exit(exception)) {
		OBJ_RELEASE(exception);
	} else {
		zend_exception_error(exception, E_WARNING);
	}
}


bool ta_is_exit(zend_object *exception)
{
	return zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception);
}

/* The engine's own way to end running code: with finally blocks, or without. */
zend_object *ta_exit_object(bool run_finally)
{
	return run_finally ? zend_create_graceful_exit() : zend_create_unwind_exit();
}

void ta_exception_set_previous(zend_object *exception, zend_object *previous)
{
	zend_exception_set_previous(exception, previous);
}

static zval *ta_exception_property(zend_object *exception, zend_known_string_id name, zval *buffer)
{
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	return zend_read_property_ex(base, exception, ZSTR_KNOWN(name), 1, buffer);
}

zend_string *ta_exception_message(zend_object *exception)
{
	zval buffer;
	return zval_get_string(ta_exception_property(exception, ZEND_STR_MESSAGE, &buffer));
}

zend_long ta_exception_code(zend_object *exception)
{
	zval buffer;
	return zval_get_long(ta_exception_property(exception, ZEND_STR_CODE, &buffer));
}

zend_string *ta_exception_file(zend_object *exception)
{
	zval buffer;
	return zval_get_string(ta_exception_property(exception, ZEND_STR_FILE, &buffer));
}

zend_long ta_exception_line(zend_object *exception)
{
	zval buffer;
	return zval_get_long(ta_exception_property(exception, ZEND_STR_LINE, &buffer));
}

bool ta_instance_of(const zend_object *object, const zend_class_entry *class)
{
	return instanceof_function(object->ce, class);
}

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

void ta_array_add(HashTable *array, zend_string *key, zval *value)
{
	zend_symtable_update(array, key, value);
}

void ta_set_exit_status(int status)
{
	EG(exit_status) = status;
}
