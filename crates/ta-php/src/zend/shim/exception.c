/* Exceptions: made, thrown, taken, described, reported; and exit(), which travels as one. */
#include "shim.h"

bool ta_is_exit(zend_object *exception)
{
	return zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception);
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

/* Says of a new exception that no code raised it: the line that happens to wait on
 * the stack below is as innocent as all others. */
void ta_exception_forget_place(zend_object *exception)
{
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval value;
	ZVAL_STRING(&value, "[no active file]");
	zend_update_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_FILE), &value);
	zval_ptr_dtor(&value);
	ZVAL_LONG(&value, 0);
	zend_update_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_LINE), &value);
	ZVAL_EMPTY_ARRAY(&value);
	zend_update_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_TRACE), &value);
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

/* For destructors of objects of ours: an exception that is on its way waits aside
 * while they run, as it does for destructors of the engine. */
void ta_exception_set_aside(ta_aside *aside)
{
	zend_execute_data *frame = EG(current_execute_data);
	aside->exception = EG(exception);
	if (!aside->exception) {
		return;
	}
	aside->before = EG(opline_before_exception);
	aside->frame = frame && frame->func && ZEND_USER_CODE(frame->func->common.type) ? frame : NULL;
	if (aside->frame) {
		aside->at = frame->opline;
		if (frame->opline->opcode == ZEND_HANDLE_EXCEPTION) {
			/* Where it was left: exceptions that come and go meanwhile look there. */
			frame->opline = aside->before;
		}
	}
	EG(exception) = NULL;
}

void ta_exception_bring_back(const ta_aside *aside)
{
	if (aside->frame) {
		aside->frame->opline = aside->at;
	}
	EG(opline_before_exception) = aside->before;
	EG(exception) = aside->exception;
}

void ta_exception_report(zend_object *exception)
{
	if (ta_is_exit(exception)) {
		OBJ_RELEASE(exception);
	} else {
		zend_exception_error(exception, E_WARNING);
	}
}

/* As the engine does with one that leaves the script. */
void ta_exception_report_uncaught(zend_object *exception)
{
	if (ta_is_exit(exception)) {
		OBJ_RELEASE(exception);
	} else {
		zend_exception_error(exception, E_ERROR);
	}
}

/* The engine's own way to end running code: with finally blocks, or without. */
zend_object *ta_exit_object(bool run_finally)
{
	return run_finally ? zend_create_graceful_exit() : zend_create_unwind_exit();
}

static zend_object *ta_exception_previous(zend_object *exception)
{
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval buffer;
	zval *previous = zend_read_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_PREVIOUS), 1, &buffer);
	return Z_TYPE_P(previous) == IS_OBJECT ? Z_OBJ_P(previous) : NULL;
}

/* Takes over `previous`. The engine would leave its reference behind when it is in the
 * chain already: several coroutines may fail with the same exception, and for the same
 * reason. */
void ta_exception_set_previous(zend_object *exception, zend_object *previous)
{
	for (zend_object *at = ta_exception_previous(exception); at; at = ta_exception_previous(at)) {
		if (at == previous) {
			OBJ_RELEASE(previous);
			return;
		}
	}
	zend_exception_set_previous(exception, previous);
}

/* What an exception says about itself (Detail in ffi.rs). */
typedef enum ta_detail { TA_MESSAGE, TA_FILE, TA_CODE, TA_LINE } ta_detail;

/* Text for the first two, a number for the others, whatever the property holds. */
void ta_exception_detail(zend_object *exception, ta_detail detail, zval *into)
{
	static const zend_known_string_id names[] = {
		[TA_MESSAGE] = ZEND_STR_MESSAGE, [TA_FILE] = ZEND_STR_FILE,
		[TA_CODE] = ZEND_STR_CODE, [TA_LINE] = ZEND_STR_LINE,
	};
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval buffer;
	zval *value = zend_read_property_ex(base, exception, ZSTR_KNOWN(names[detail]), 1, &buffer);
	if (detail <= TA_FILE) {
		ZVAL_STR(into, zval_get_string(value));
	} else {
		ZVAL_LONG(into, zval_get_long(value));
	}
}

void ta_report_stray_exception(void)
{
	zend_object *exception = EG(exception);
	if (exception) {
		EG(exception) = NULL;
		ta_exception_report(exception);
	}
}

void ta_set_exit_status(int status)
{
	EG(exit_status) = status;
}
