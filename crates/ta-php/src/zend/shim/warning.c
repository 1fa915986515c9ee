/* Telling people: warnings that come from destructors, and lines for PHP's log. */
#include "shim.h"
#include <syslog.h>

/* Writes a line to wherever error_log says. No error is raised, and no handler runs. */
void ta_log_warning(const char *text)
{
	php_log_err_with_severity(text, LOG_WARNING);
}

/* Raises E_WARNING. An exception that is on its way waits meanwhile, as it does for
 * destructors of the engine: a user's error handler runs, and if it throws, its
 * exception goes on with the other as its previous. */
void ta_warn(const char *text, size_t length)
{
	zend_object *pending = EG(exception);
	const zend_op *before = EG(opline_before_exception);
	const zend_op *handling = NULL;
	zend_execute_data *frame = EG(current_execute_data);
	bool in_user_code = frame && frame->func && ZEND_USER_CODE(frame->func->common.type);

	if (pending) {
		EG(exception) = NULL;
		if (in_user_code) {
			/* The line of the warning is that of the code that was left. */
			handling = frame->opline;
			frame->opline = before;
		}
	}
	zend_error(E_WARNING, "%.*s", (int)length, text);
	if (pending) {
		if (in_user_code) {
			frame->opline = handling;
		}
		EG(opline_before_exception) = before;
		if (EG(exception) && zend_is_unwind_exit(EG(exception))) {
			OBJ_RELEASE(pending);
		} else if (EG(exception)) {
			zend_exception_set_previous(EG(exception), pending);
		} else {
			EG(exception) = pending;
		}
	}
}
