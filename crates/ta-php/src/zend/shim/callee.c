/*
 * Which internal function has just returned, for engines before 8.4: they look for
 * interrupts when the frame of the function is gone already.
 *
 * What is left are the instruction before the next one, which is the call, and the
 * memory of the frame on top of the VM stack. Both can mislead: one can jump to the
 * instruction behind a call, and the memory keeps what was there. So they must agree.
 * Where a jump leads to the instruction, time has to tell: a jump is interrupted at once,
 * unless the thread has to wait for a processor.
 */
#include "context.h"
#include "zend_vm_opcodes.h"

#ifndef TA_HAS_FCALL_INTERRUPT

/* Milliseconds that a thread hardly ever waits for a processor. */
#define TA_NO_JUMP 50

static bool ta_is_call(const zend_op *opline)
{
	switch (opline->opcode) {
		case ZEND_DO_FCALL:
		case ZEND_DO_ICALL:
		case ZEND_DO_UCALL:
		case ZEND_DO_FCALL_BY_NAME:
			return true;
		default:
			return false;
	}
}

static bool ta_begins_call(const zend_op *opline)
{
	switch (opline->opcode) {
		case ZEND_INIT_FCALL:
		case ZEND_INIT_FCALL_BY_NAME:
		case ZEND_INIT_NS_FCALL_BY_NAME:
		case ZEND_INIT_DYNAMIC_CALL:
		case ZEND_INIT_USER_CALL:
		case ZEND_INIT_METHOD_CALL:
		case ZEND_INIT_STATIC_METHOD_CALL:
		case ZEND_NEW:
			return true;
		default:
			return false;
	}
}

/* The instruction that began the call which `end` makes. */
static const zend_op *ta_beginning(const zend_op *first, const zend_op *end)
{
	size_t nested = 0;
	for (const zend_op *opline = end; opline-- > first;) {
		if (ta_is_call(opline) || opline->opcode == ZEND_CALLABLE_CONVERT) {
			nested++;
		} else if (ta_begins_call(opline) && nested-- == 0) {
			return opline;
		}
	}
	return NULL;
}

static const zend_function *ta_function_called(const zval *name)
{
	return zend_hash_find_ptr(EG(function_table), Z_STR_P(name));
}

static const zend_function *ta_method_called(const zend_class_entry *class, const zval *name)
{
	return class ? zend_hash_find_ptr(&class->function_table, Z_STR_P(name)) : NULL;
}

/* The class of the object that a method is called on, while it can still be known. */
static const zend_class_entry *ta_class_called(const zend_execute_data *frame, const zend_op *begin)
{
	const zval *object = &frame->This;
	if (begin->op1_type == IS_CV) {
		object = ZEND_CALL_VAR(frame, begin->op1.var);
		ZVAL_DEREF(object);
	} else if (begin->op1_type != IS_UNUSED) {
		return NULL;
	}
	return Z_TYPE_P(object) == IS_OBJECT ? Z_OBJCE_P(object) : NULL;
}

/* What was called, as far as the code says so by name. Lower-case names follow the
 * others in the table of literals. */
static const zend_function *ta_named_callee(const zend_execute_data *frame, const zend_op *begin)
{
	const zval *name = begin->op2_type == IS_CONST ? RT_CONSTANT(begin, begin->op2) : NULL;
	const zval *class = begin->op1_type == IS_CONST ? RT_CONSTANT(begin, begin->op1) : NULL;
	switch (begin->opcode) {
		case ZEND_INIT_FCALL:
			return ta_function_called(name);
		case ZEND_INIT_FCALL_BY_NAME:
			return ta_function_called(name + 1);
		case ZEND_INIT_NS_FCALL_BY_NAME: {
			const zend_function *function = ta_function_called(name + 1);
			return function ? function : ta_function_called(name + 2);
		}
		case ZEND_INIT_METHOD_CALL:
			return name ? ta_method_called(ta_class_called(frame, begin), name + 1) : NULL;
		case ZEND_INIT_STATIC_METHOD_CALL:
			return name && class ? ta_method_called(zend_hash_find_ptr(EG(class_table), Z_STR_P(class + 1)), name + 1) : NULL;
		case ZEND_NEW: {
			const zend_class_entry *made = class ? zend_hash_find_ptr(EG(class_table), Z_STR_P(class + 1)) : NULL;
			return made ? made->constructor : NULL;
		}
		default:
			return NULL;
	}
}

/* Whether some jump leads to `target`. Tables of a switch are not looked at: the case
 * that one falls into is also reached by an ordinary jump. */
static bool ta_is_jumped_to(const zend_op_array *code, const zend_op *target)
{
	for (const zend_op *opline = code->opcodes, *end = opline + code->last; opline < end; opline++) {
		uint32_t flags = zend_get_opcode_flags(opline->opcode);
		if ((ZEND_VM_OP1_FLAGS(flags) & ZEND_VM_OP_MASK) == ZEND_VM_OP_JMP_ADDR && OP_JMP_ADDR(opline, opline->op1) == target) {
			return true;
		}
		if ((ZEND_VM_OP2_FLAGS(flags) & ZEND_VM_OP_MASK) == ZEND_VM_OP_JMP_ADDR && OP_JMP_ADDR(opline, opline->op2) == target) {
			return true;
		}
		if ((flags & ZEND_VM_EXT_MASK) == ZEND_VM_EXT_JMP_ADDR && ZEND_OFFSET_TO_OPLINE(opline, opline->extended_value) == target) {
			return true;
		}
	}
	return false;
}

/* What is left of the last frame above `frame`: only to be compared, never followed. */
static const zend_function *ta_last_called(const zend_execute_data *frame)
{
	const zend_execute_data *left = (const zend_execute_data *)EG(vm_stack_top);
	if ((const char *)(left + 1) > (const char *)EG(vm_stack_end) || left->prev_execute_data != frame) {
		return NULL;
	}
	return left->func;
}

/* The internal function that has just returned to `frame`, which was to be interrupted
 * `overdue` milliseconds ago, and the line that called it; NULL if it was none, or cannot
 * be told for sure. */
const zend_function *ta_just_called(const zend_execute_data *frame, uint32_t overdue, uint32_t *line)
{
	if (!frame->func || !ZEND_USER_CODE(frame->func->type)) {
		return NULL;
	}
	const zend_op_array *code = &frame->func->op_array;
	const zend_op *next = frame->opline;
	if (next <= code->opcodes || next >= code->opcodes + code->last || !ta_is_call(next - 1)) {
		return NULL;
	}
	if (overdue < TA_NO_JUMP && ta_is_jumped_to(code, next)) {
		return NULL;
	}
	const zend_op *begin = ta_beginning(code->opcodes, next - 1);
	const zend_function *named = begin ? ta_named_callee(frame, begin) : NULL;
	if (named && (named->type != ZEND_INTERNAL_FUNCTION || named != ta_last_called(frame))) {
		return NULL;
	}
	*line = (next - 1)->lineno;
	return named;
}

#endif
