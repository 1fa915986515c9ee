/*
 * PHP functions that were waiting when their coroutine was told to stop.
 *
 * The cancellation is pending in the engine while they find their way out of the C code
 * that has failed. What they have to say about that failure is not news: warnings are
 * dropped, and an exception of their own gives way to the cancellation.
 */
#include "guard.h"

/* The address of the last such cancellation; it may be gone. */
ZEND_TLS const zend_object *ta_hushing;

/* The wait of the running function ends with `exception`. Whether the connection that
 * it waits for is lost by that. */
bool ta_hush(zend_object *exception)
{
	ta_hushing = exception;
	return ta_call_is_cancelled(exception);
}

bool ta_is_hushed(void)
{
	return EG(exception) && (EG(exception) == ta_hushing || ta_call_gives_way());
}

/* Whether the running coroutine is to stop, and the code that runs has only not
 * returned to the engine yet. */
bool ta_is_stopping(void)
{
	zend_object *exception = EG(exception);
	if (EXPECTED(exception == NULL)) {
		return ta_call_gives_way();
	}
	return ta_is_cancellation(exception) || ta_is_exit(exception) || ta_call_gives_way();
}
