/* The state that follows a coroutine across a switch besides what the engine's own switch carries. */
#include "shim.h"

void ta_state_save(ta_state *state)
{
	state->exception = EG(exception);
	state->prev_exception = EG(prev_exception);
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
	state->wrapper_errors = FG(wrapper_errors);
	state->host_info = FG(tmp_host_info);
	state->host_buffer = FG(tmp_host_buf);
	state->host_buffer_len = FG(tmp_host_buf_len);
#ifdef ZTS
	state->output = *ZEND_MODULE_GLOBALS_BULK(output);
#else
	state->output = output_globals;
#endif
}

void ta_state_load(const ta_state *state)
{
	EG(exception) = state->exception;
	EG(prev_exception) = state->prev_exception;
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
	FG(wrapper_errors) = state->wrapper_errors;
	FG(tmp_host_info) = state->host_info;
	FG(tmp_host_buf) = state->host_buffer;
	FG(tmp_host_buf_len) = state->host_buffer_len;
#ifdef ZTS
	*ZEND_MODULE_GLOBALS_BULK(output) = state->output;
#else
	output_globals = state->output;
#endif
}

void ta_state_begin(ta_state *state)
{
	memset(state, 0, sizeof(*state));
	state->error_handling = EH_NORMAL;
	/* A handler set by the surrounding code applies inside too; what the
	 * coroutine sets or restores stays its own. */
	ZVAL_COPY(&state->user_error_handler, &EG(user_error_handler));
	ZVAL_COPY(&state->user_exception_handler, &EG(user_exception_handler));
	state->user_error_handler_error_reporting = EG(user_error_handler_error_reporting);
	zend_stack_init(&state->user_error_handlers, sizeof(zval));
	zend_stack_init(&state->user_error_handlers_error_reporting, sizeof(int));
	zend_stack_init(&state->user_exception_handlers, sizeof(zval));
	/* No buffers of its own yet; unbuffered output behaves as outside. */
	state->output.flags = OG(flags) & (PHP_OUTPUT_ACTIVATED | PHP_OUTPUT_IMPLICITFLUSH);
	zend_stack_init(&state->output.handlers, sizeof(php_output_handler *));
}

void ta_state_end(void)
{
	/* Buffers the coroutine left open are flushed, as at the end of a script. */
	if (OG(active)) {
		zend_try {
			php_output_end_all();
		} zend_end_try();
	}
	zend_stack_destroy(&OG(handlers));
	if (Z_TYPE(EG(user_error_handler)) != IS_UNDEF) {
		zval_ptr_dtor(&EG(user_error_handler));
		ZVAL_UNDEF(&EG(user_error_handler));
	}
	if (Z_TYPE(EG(user_exception_handler)) != IS_UNDEF) {
		zval_ptr_dtor(&EG(user_exception_handler));
		ZVAL_UNDEF(&EG(user_exception_handler));
	}
	if (EG(user_error_handlers).elements) {
		zend_stack_clean(&EG(user_error_handlers), (void (*)(void *))ZVAL_PTR_DTOR, 1);
		zend_stack_destroy(&EG(user_error_handlers_error_reporting));
	}
	if (EG(user_exception_handlers).elements) {
		zend_stack_clean(&EG(user_exception_handlers), (void (*)(void *))ZVAL_PTR_DTOR, 1);
	}
	if (BG(strtok_string)) {
		zend_string_release(BG(strtok_string));
		BG(strtok_string) = NULL;
	}
	if (FG(wrapper_errors)) {
		zend_hash_destroy(FG(wrapper_errors));
		efree(FG(wrapper_errors));
		FG(wrapper_errors) = NULL;
	}
	if (FG(tmp_host_buf)) {
		free(FG(tmp_host_buf));
		FG(tmp_host_buf) = NULL;
		FG(tmp_host_buf_len) = 0;
	}
}
