/*
 * The C side of the extension: only what cannot be said in Rust, namely macros
 * of the engine (globals, zend_try, parameter parsing) and the state that has
 * to follow a coroutine across a switch. No decisions are taken here.
 *
 * Every struct that Rust reads is declared in src/zend/ffi.rs with the same
 * layout; globals are only reached through the accessor macros, so the same
 * source serves NTS and ZTS builds.
 */
#ifndef TRUE_ASYNC_SHIM_H
#define TRUE_ASYNC_SHIM_H

#include "php.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "zend_interfaces.h"
#include "php_ini.h"
#include "main/php_output.h"
#include "ext/standard/basic_functions.h"
#include "ext/standard/file.h"
#include "ext/standard/info.h"

#ifdef TA_HAS_LOGGED_ERRORS
# define wrapper_errors wrapper_logged_errors
#endif
#ifdef TA_HAS_PREV_EXCEPTION
# define TA_PREV_EXCEPTION(...) __VA_ARGS__
#else
# define TA_PREV_EXCEPTION(...)
#endif

/* A callable that was checked once and can be called many times. */
typedef struct ta_callable {
	zval value;
	zend_fcall_info_cache cache;
	/* A __call trampoline is consumed by each call and must be looked up again. */
	bool resolve_each_time;
} ta_callable;

typedef enum ta_outcome {
	TA_RETURNED = 0,
	TA_THREW = 1,
	/* exit() or die(): ends this coroutine only. */
	TA_EXITED = 2,
	/* Unwound because the request ends. */
	TA_UNWOUND = 3,
	/* A fatal error; the engine jumped out without unwinding. */
	TA_FATAL = 4,
} ta_outcome;

/* One call to be made on a context, and how it ended. */
typedef struct ta_call {
	ta_callable *callable;
	uint32_t argc;
	ta_outcome outcome;
	/* The callable is this call's alone: freed when it has ended. */
	bool owns_callable;
	/* Released by the context when the call has ended. */
	zval *argv;
	HashTable *named;
	zval result;
	zend_object *exception;
	/* What runs instead of the callable, which is NULL then: it writes `result` or
	 * leaves an exception pending. NULL for calls of PHP code. */
	void (*native)(struct ta_call *call);
	/* Run on the context before and after the call, contained like it; may be NULL. */
	void (*prologue)(struct ta_call *call);
	void (*epilogue)(struct ta_call *call);
	/* For these three. */
	void *owner;
	/* The line that spawned it, for backtraces; NULL when that was main's. Borrowed. */
	zend_string *spawned_in;
	uint32_t spawned_on;
} ta_call;

/* What zend_fiber_switch_context() leaves behind. */
typedef struct ta_state {
	/* How often the engine forbids fiber switches on this stack. */
	uint32_t blocks;
	zend_object *exception, *prev_exception;
	const zend_op *opline_before_exception;
	zend_error_handling_t error_handling;
	zend_class_entry *exception_class;
	const zend_class_entry *fake_scope;
	zval user_error_handler, user_exception_handler;
	int user_error_handler_error_reporting;
	zend_stack user_error_handlers, user_error_handlers_error_reporting, user_exception_handlers;
	zend_fcall_info compare_fci;
	zend_fcall_info_cache compare_fcc;
	unsigned serialize_lock;
	char serialize[sizeof(((php_basic_globals *)0)->serialize)];
	char unserialize[sizeof(((php_basic_globals *)0)->unserialize)];
	zend_string *strtok_string;
	char *strtok_last;
	size_t strtok_len;
	const char *opening_by_user_stream;
	zend_string *filename_override;
	zend_long lineno_override;
	HashTable *wrapper_errors;
	struct hostent host_info;
	char *host_buffer;
	size_t host_buffer_len;
	zend_output_globals output;
	/* The calls it is inside of; see guard.h. */
	struct ta_inside *inside, *fiber_base;
#ifdef TA_HAS_STREAM_ERROR_STATE
	/* Only in the middle of a stream operation, which user-space wrappers can leave. */
	bool in_stream_operation;
	php_stream_error_state stream_errors;
#endif
} ta_state;

/* An exception on its way, while something else runs (TaAside in ffi.rs). */
typedef struct ta_aside {
	/* NULL when there was none; the rest is unset then. */
	zend_object *exception;
	const zend_op *before, *at;
	zend_execute_data *frame;
} ta_aside;

void ta_callable_free(ta_callable *callable);

/* Around the event loop, on main's stack. */
void ta_state_enter_loop(void);
void ta_state_leave_loop(void);
/* A coroutine starts, is left, is entered again, has ended: in the loop's flow
 * the globals are neutral, and only inside a coroutine they are its own. */
void ta_state_begin(void);
void ta_state_suspend(ta_state *state);
void ta_state_resume(const ta_state *state);
void ta_state_end(void);
/* It could not end in good order: whatever is left of its state stays behind. */
void ta_state_abandon(void);

/* Whether PHP code that runs now would run in the loop's own flow, where nothing
 * catches a fatal error. */
bool ta_in_loop_flow(void);
/* Gives up a reference to a value, in any flow, and leaves it unset. */
void ta_value_release(zval *value);
/* Reports an exception that nobody can catch any more; no effect without one. */
void ta_report_stray_exception(void);

/* The engine's count of reasons not to switch fibers: takes it away, and adds to it. */
uint32_t ta_blocks_lift(void);
void ta_blocks_add(uint32_t count);
/* Whether destructors are the only reasons, and may be left. */
bool ta_blocks_are_destructors(void);

/* Around the loading of code; see loading.c. */
int ta_loading_begin(void);
void ta_loading_end(int before);
void ta_loading_reset(void);
bool ta_is_loading(void);

/* Whether a PHP function is about to return because its coroutine is to stop, and has
 * nothing to say of its own. */
bool ta_is_hushed(void);
/* Whether the running coroutine is to stop, and its code has not got there yet. */
bool ta_is_stopping(void);
bool ta_is_cancellation(const zend_object *exception);
bool ta_is_exit(zend_object *exception);

/* After a contained fatal error: the cycle collector works again. */
void ta_collector_resume(void);

/* How a step through an iterator ended. */
typedef enum ta_step {
	TA_STEP_END = 0,
	TA_STEP_ELEMENT = 1,
	TA_STEP_THREW = 2,
	TA_STEP_FATAL = 3,
} ta_step;

/* How far a fatal error unwinds the running context: down to the frame of native code
 * that goes on afterwards. Raised around what such code calls. */
zend_execute_data *ta_context_floor(void);
zend_execute_data *ta_context_raise_floor(void);
void ta_context_lower_floor(zend_execute_data *before);

/* Runs `body`, which calls PHP code, from native code that goes on afterwards: false
 * after a fatal error, whose frames are gone by then. An exception is left pending. */
bool ta_guard(void (*body)(void *), void *data);

/* Runs `body` so that a fatal error in it comes back as false. */
bool ta_contain(void (*body)(void *), void *data);

#endif
