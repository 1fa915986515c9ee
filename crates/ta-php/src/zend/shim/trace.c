/*
 * Where code runs or waits: the running line, and the place and backtrace of a
 * suspended context.
 *
 * The stacks of a suspended context stay as they were left, so looking into one
 * takes no switch: the engine's own functions are pointed at its frames.
 */
#include "context.h"
#include "zend_builtin_functions.h"

/* The innermost line of PHP code that runs now. `file` is borrowed, and NULL when
 * no PHP code runs. Allocates nothing: every spawn asks. */
void ta_executed_place(zend_string **file, uint32_t *line)
{
	const zend_execute_data *frame = EG(current_execute_data);
	while (frame && (!frame->func || !ZEND_USER_CODE(frame->func->type))) {
		frame = frame->prev_execute_data;
	}
	if (!frame) {
		*file = NULL;
		*line = 0;
		return;
	}
	*file = frame->func->op_array.filename;
	const zend_op *opline = frame->opline;
	if (opline->opcode == ZEND_HANDLE_EXCEPTION && opline->lineno == 0 && EG(opline_before_exception)) {
		opline = EG(opline_before_exception);
	}
	*line = opline->lineno;
}

/* `context` is suspended; NULL stands for main, which waits. */
static zend_execute_data *ta_frame_of(const ta_context *context)
{
	return context ? context->frame : ta_main_frame();
}

typedef struct ta_look {
	zend_execute_data *frame;
	const zend_op *opline_before_exception;
} ta_look;

static ta_look ta_look_into(const ta_context *context)
{
	ta_look before = { EG(current_execute_data), EG(opline_before_exception) };
	const ta_state *state = context ? &context->state : ta_main_state();
	EG(current_execute_data) = ta_frame_of(context);
	EG(opline_before_exception) = state->opline_before_exception;
	return before;
}

static void ta_look_away(ta_look before)
{
	EG(current_execute_data) = before.frame;
	EG(opline_before_exception) = before.opline_before_exception;
}

/* Where a suspended context waits; `file` as above. */
void ta_context_place(const ta_context *context, zend_string **file, uint32_t *line)
{
	ta_look before = ta_look_into(context);
	ta_executed_place(file, line);
	ta_look_away(before);
}

/* What debug_backtrace() would return if the suspended context called it in the
 * place of the function that waits, which is the first entry. Frames of a user
 * Fiber are followed by those of the code that resumed it. */
void ta_context_backtrace(const ta_context *context, zval *into, zend_long options, zend_long limit)
{
	ta_look before = ta_look_into(context);
	zend_fetch_debug_backtrace(into, 0, (int)options, (int)limit);
	ta_look_away(before);
}
