/* The state that follows a coroutine across a switch besides what the engine's own switch carries. */
#include "guard.h"

static void ta_state_save(ta_state *state)
{
	state->blocks = UNEXPECTED(zend_fiber_switch_blocked()) ? ta_blocks_lift() : 0;
	state->exception = EG(exception);
	TA_PREV_EXCEPTION(state->prev_exception = EG(prev_exception);)
	state->opline_before_exception = EG(opline_before_exception);
	state->error_handling = EG(error_handling);
	state->exception_class = EG(exception_class);
	state->fake_scope = EG(fake_scope);
	ZVAL_COPY_VALUE(&state->user_error_handler, &EG(user_error_handler));
	ZVAL_COPY_VALUE(&state->user_exception_handler, &EG(user_exception_handler));
	state->user_error_handler_error_reporting = EG(user_error_handler_error_reporting);
	state->user_error_handlers = EG(user_error_handlers);
	state->user_error_handlers_error_reporting = EG(user_error_handlers_error_reporting);
	state->user_exception_handlers = EG(user_exception_handlers);
	state->compare_fci = BG(user_compare_fci);
	state->compare_fcc = BG(user_compare_fci_cache);
	state->serialize_lock = BG(serialize_lock);
	memcpy(state->serialize, &BG(serialize), sizeof(state->serialize));
	memcpy(state->unserialize, &BG(unserialize), sizeof(state->unserialize));
	state->strtok_string = BG(strtok_string);
	state->strtok_last = BG(strtok_last);
	state->strtok_len = BG(strtok_len);
	state->opening_by_user_stream = FG(user_stream_current_filename);
	state->filename_override = EG(filename_override);
	state->lineno_override = EG(lineno_override);
	state->wrapper_errors = FG(wrapper_errors);
	state->host_info = FG(tmp_host_info);
	state->host_buffer = FG(tmp_host_buf);
	state->host_buffer_len = FG(tmp_host_buf_len);
#ifdef ZTS
	state->output = *ZEND_MODULE_GLOBALS_BULK(output);
#else
	state->output = output_globals;
#endif
	state->inside = ta_now.innermost;
	state->fiber_base = ta_now.fiber_base;
	if (UNEXPECTED(state->inside)) {
		ta_calls_left(state);
	}
}

#ifdef TA_HAS_STREAM_ERROR_STATE
static void ta_stream_errors_save(ta_state *state)
{
	state->in_stream_operation = FG(stream_error_state).operation_depth != 0;
	if (state->in_stream_operation) {
		state->stream_errors = FG(stream_error_state);
		memset(&FG(stream_error_state), 0, sizeof(FG(stream_error_state)));
	}
}

static void ta_stream_errors_load(const ta_state *state)
{
	if (state->in_stream_operation) {
		FG(stream_error_state) = state->stream_errors;
	}
}
#else
# define ta_stream_errors_save(state)
# define ta_stream_errors_load(state)
#endif

static void ta_state_load(const ta_state *state)
{
	ta_blocks_add(state->blocks);
	EG(exception) = state->exception;
	TA_PREV_EXCEPTION(EG(prev_exception) = state->prev_exception;)
	EG(opline_before_exception) = state->opline_before_exception;
	EG(error_handling) = state->error_handling;
	EG(exception_class) = state->exception_class;
	EG(fake_scope) = (zend_class_entry *)state->fake_scope;
	ZVAL_COPY_VALUE(&EG(user_error_handler), &state->user_error_handler);
	ZVAL_COPY_VALUE(&EG(user_exception_handler), &state->user_exception_handler);
	EG(user_error_handler_error_reporting) = state->user_error_handler_error_reporting;
	EG(user_error_handlers) = state->user_error_handlers;
	EG(user_error_handlers_error_reporting) = state->user_error_handlers_error_reporting;
	EG(user_exception_handlers) = state->user_exception_handlers;
	BG(user_compare_fci) = state->compare_fci;
	BG(user_compare_fci_cache) = state->compare_fcc;
	BG(serialize_lock) = state->serialize_lock;
	memcpy(&BG(serialize), state->serialize, sizeof(state->serialize));
	memcpy(&BG(unserialize), state->unserialize, sizeof(state->unserialize));
	BG(strtok_string) = state->strtok_string;
	BG(strtok_last) = state->strtok_last;
	BG(strtok_len) = state->strtok_len;
	FG(user_stream_current_filename) = state->opening_by_user_stream;
	EG(filename_override) = state->filename_override;
	EG(lineno_override) = state->lineno_override;
	FG(wrapper_errors) = state->wrapper_errors;
	FG(tmp_host_info) = state->host_info;
	FG(tmp_host_buf) = state->host_buffer;
	FG(tmp_host_buf_len) = state->host_buffer_len;
	/* Where the process's output began is nobody's own: it is set once, counted. */
	zend_string *output_start = OG(output_start_filename);
	int output_start_line = OG(output_start_lineno);
#ifdef ZTS
	*ZEND_MODULE_GLOBALS_BULK(output) = state->output;
#else
	output_globals = state->output;
#endif
	OG(output_start_filename) = output_start;
	OG(output_start_lineno) = output_start_line;
	ta_now.innermost = state->inside;
	ta_now.fiber_base = state->fiber_base;
	if (UNEXPECTED(state->inside)) {
		ta_calls_resumed(state);
	}
}

/* What the loop was entered with: the main script's state. */
ZEND_TLS ta_state ta_base;

const ta_state *ta_main_state(void)
{
	return &ta_base;
}

/* In the loop's own flow nothing of any coroutine or of main is installed. Only
 * the fields that own something or that engine code looks at are reset. */
static zend_always_inline void ta_state_neutral(void)
{
	EG(exception) = NULL;
	TA_PREV_EXCEPTION(EG(prev_exception) = NULL;)
	EG(error_handling) = EH_NORMAL;
	EG(exception_class) = NULL;
	EG(fake_scope) = NULL;
	ZVAL_UNDEF(&EG(user_error_handler));
	ZVAL_UNDEF(&EG(user_exception_handler));
	memset(&EG(user_error_handlers), 0, sizeof(zend_stack));
	memset(&EG(user_error_handlers_error_reporting), 0, sizeof(zend_stack));
	memset(&EG(user_exception_handlers), 0, sizeof(zend_stack));
	EG(user_error_handlers).size = sizeof(zval);
	EG(user_error_handlers_error_reporting).size = sizeof(int);
	EG(user_exception_handlers).size = sizeof(zval);
	BG(serialize_lock) = 0;
	BG(serialize).level = 0;
	BG(unserialize).level = 0;
	BG(strtok_string) = NULL;
	FG(user_stream_current_filename) = NULL;
	EG(filename_override) = NULL;
	EG(lineno_override) = -1;
	FG(wrapper_errors) = NULL;
	FG(tmp_host_buf) = NULL;
	FG(tmp_host_buf_len) = 0;
	/* No buffers; unbuffered output behaves as in main. */
	memset(&OG(handlers), 0, sizeof(zend_stack));
	OG(handlers).size = sizeof(php_output_handler *);
	OG(active) = NULL;
	OG(running) = NULL;
	OG(flags) = ta_base.output.flags & (PHP_OUTPUT_ACTIVATED | PHP_OUTPUT_IMPLICITFLUSH);
	ta_now.innermost = NULL;
	ta_now.fiber_base = NULL;
}

void ta_state_enter_loop(void)
{
	ta_state_save(&ta_base);
	ta_state_neutral();
}

void ta_state_leave_loop(void)
{
	ta_state_load(&ta_base);
}

void ta_state_begin(void)
{
	/* A handler that main has set applies inside too; what the coroutine sets or
	 * restores stays its own. The rest is neutral already. */
	ZVAL_COPY(&EG(user_error_handler), &ta_base.user_error_handler);
	ZVAL_COPY(&EG(user_exception_handler), &ta_base.user_exception_handler);
	EG(user_error_handler_error_reporting) = ta_base.user_error_handler_error_reporting;
}

void ta_state_resume(const ta_state *state)
{
	ta_state_load(state);
	ta_stream_errors_load(state);
}

void ta_state_suspend(ta_state *state)
{
	ta_state_save(state);
	ta_stream_errors_save(state);
	ta_state_neutral();
}

void ta_state_end(void)
{
	/* Buffers the coroutine left open are flushed, as at the end of a script. */
	if (UNEXPECTED(OG(active))) {
		zend_try {
			php_output_end_all();
		} zend_end_try();
		ta_report_stray_exception();
	}
	if (UNEXPECTED(OG(handlers).elements)) {
		zend_stack_destroy(&OG(handlers));
	}
	if (UNEXPECTED(Z_TYPE(EG(user_error_handler)) != IS_UNDEF)) {
		zval_ptr_dtor(&EG(user_error_handler));
	}
	if (UNEXPECTED(Z_TYPE(EG(user_exception_handler)) != IS_UNDEF)) {
		zval_ptr_dtor(&EG(user_exception_handler));
	}
	if (UNEXPECTED(EG(user_error_handlers).elements)) {
		zend_stack_clean(&EG(user_error_handlers), (void (*)(void *))ZVAL_PTR_DTOR, 1);
		zend_stack_destroy(&EG(user_error_handlers));
	}
	if (UNEXPECTED(EG(user_error_handlers_error_reporting).elements)) {
		zend_stack_destroy(&EG(user_error_handlers_error_reporting));
	}
	if (UNEXPECTED(EG(user_exception_handlers).elements)) {
		zend_stack_clean(&EG(user_exception_handlers), (void (*)(void *))ZVAL_PTR_DTOR, 1);
		zend_stack_destroy(&EG(user_exception_handlers));
	}
	if (UNEXPECTED(BG(strtok_string))) {
		zend_string_release(BG(strtok_string));
	}
	if (UNEXPECTED(FG(wrapper_errors))) {
		zend_hash_destroy(FG(wrapper_errors));
		efree(FG(wrapper_errors));
	}
	if (UNEXPECTED(FG(tmp_host_buf))) {
		free(FG(tmp_host_buf));
	}
	ta_state_neutral();
}

void ta_state_abandon(void)
{
	ta_state_neutral();
}
