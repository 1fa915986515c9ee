/*
 * Code that does not let go of the thread: having it interrupted, and seeing where
 * it is.
 *
 * The engine looks at EG(vm_interrupt) when it jumps and after each call of an internal
 * function, JIT or not, and calls a function in the middle of the code that runs. That
 * function must not run PHP code here, nor allocate from the request's memory, which may
 * be at its limit: frames are read as they stand.
 */
#include "context.h"
#include "zend_generators.h"

#ifndef TA_HAS_FCALL_INTERRUPT
/* See callee.c. */
const zend_function *ta_just_called(const zend_execute_data *frame, uint32_t overdue, uint32_t *line);
#endif

/* The code in `frame` runs, and was interrupted. */
extern void ta_interrupted(const zend_execute_data *frame);

static void (*ta_interrupt_before)(zend_execute_data *frame);

static void ta_on_interrupt(zend_execute_data *frame)
{
	ta_interrupted(frame);
	if (ta_interrupt_before) {
		ta_interrupt_before(frame);
	}
}

/* At module start: the JIT compiles in which function that is. */
void ta_interrupt_install(void)
{
	ta_interrupt_before = zend_interrupt_function;
	zend_interrupt_function = ta_on_interrupt;
}

void ta_interrupt_uninstall(void)
{
	if (zend_interrupt_function == ta_on_interrupt) {
		zend_interrupt_function = ta_interrupt_before;
	}
}

/* What interrupts the code of this thread, for ta_interrupt() on any other. */
zend_atomic_bool *ta_interrupt_flag(void)
{
	return &EG(vm_interrupt);
}

void ta_interrupt(zend_atomic_bool *flag)
{
	zend_atomic_bool_store_ex(flag, true);
}

/* One frame; strings are borrowed and end with a NUL. */
typedef struct ta_frame {
	/* NULL when the function is no method. */
	const char *class_name;
	/* NULL for the main script. */
	const char *function;
	/* The line that runs; NULL in an internal function. */
	const char *file;
	uint32_t line;
} ta_frame;

static void ta_name_function(ta_frame *into, const zend_function *function)
{
	into->class_name = function->common.scope ? ZSTR_VAL(function->common.scope->name) : NULL;
	into->function = function->common.function_name ? ZSTR_VAL(function->common.function_name) : NULL;
}

/* What the code of a whole file was started with. */
static const char *ta_inclusion(const zend_execute_data *caller)
{
	if (!caller || !caller->func) {
		return NULL;
	}
	if (!ZEND_USER_CODE(caller->func->type) || caller->opline->opcode != ZEND_INCLUDE_OR_EVAL) {
		return "include";
	}
	switch (caller->opline->extended_value) {
		case ZEND_EVAL:
			return "eval";
		case ZEND_INCLUDE_ONCE:
			return "include_once";
		case ZEND_REQUIRE:
			return "require";
		case ZEND_REQUIRE_ONCE:
			return "require_once";
		default:
			return "include";
	}
}

static size_t ta_frames_from(const zend_execute_data *at, ta_frame *table, size_t room)
{
	size_t count = 0;
	while (at && count < room) {
		/* Generators that were delegated to are only linked when they are asked for. */
		const zend_execute_data *frame = zend_generator_check_placeholder_frame((zend_execute_data *)at);
		at = frame->prev_execute_data;
		if (!frame->func) {
			continue;
		}
		ta_frame *entry = &table[count];
		memset(entry, 0, sizeof(*entry));
		ta_name_function(entry, frame->func);
		if (ZEND_USER_CODE(frame->func->type)) {
			const zend_op *opline = frame->opline;
			if (opline->opcode == ZEND_HANDLE_EXCEPTION && EG(opline_before_exception)) {
				opline = EG(opline_before_exception);
			}
			entry->file = ZSTR_VAL(frame->func->op_array.filename);
			entry->line = opline->lineno;
			if (!entry->function) {
				entry->function = ta_inclusion(at);
			}
		} else if (!entry->function) {
			/* The bottom of a coroutine. */
			continue;
		}
		count++;
	}
	return count;
}

/* The frames of code that is suspended, innermost first; NULL stands for main. */
size_t ta_frames_waiting(const ta_context *context, ta_frame *table, size_t room)
{
	return ta_frames_from(context ? context->frame : ta_main_frame(), table, room);
}

/* The frames of the code that runs, innermost first. */
size_t ta_frames_running(ta_frame *table, size_t room)
{
	return ta_frames_from(EG(current_execute_data), table, room);
}

/* Milliseconds after which code that was to be interrupted was in a call. */
#define TA_LATE 2

/* Those of code that was interrupted in `frame`, `overdue` milliseconds after it was to
 * be. An internal function that has just returned is the first of them if it was waited
 * for. Otherwise it is one call of many, and not what takes the time. */
size_t ta_frames_interrupted(const zend_execute_data *frame, uint32_t overdue, ta_frame *table, size_t room)
{
	bool late = overdue >= TA_LATE;
#ifdef TA_HAS_FCALL_INTERRUPT
	if (!late && frame && frame->func && frame->func->type == ZEND_INTERNAL_FUNCTION) {
		frame = frame->prev_execute_data;
	}
	return ta_frames_from(frame, table, room);
#else
	size_t count = 0;
	uint32_t line = 0;
	const zend_function *callee = late && frame ? ta_just_called(frame, overdue, &line) : NULL;
	if (callee && room) {
		memset(table, 0, sizeof(*table));
		ta_name_function(table, callee);
		count++;
	}
	size_t others = ta_frames_from(frame, table + count, room - count);
	if (line && others && table[count].file) {
		table[count].line = line;
	}
	return count + others;
#endif
}

/* The function that a coroutine was made of, as if it ran. */
void ta_frame_of_callable(const ta_callable *callable, ta_frame *into)
{
	memset(into, 0, sizeof(*into));
	if (callable->cache.function_handler) {
		ta_name_function(into, callable->cache.function_handler);
	}
}
