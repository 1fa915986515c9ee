/*
 * One coroutine at a time inside a connection.
 *
 * A coroutine that waits inside mysqli::query() has left half a command on the wire
 * and half a result in memory. A second one that enters the same object would take the
 * answer of the first, or free what the first comes back to. Libraries do not look, and
 * below them, at the descriptor, it is too late to: so it is the PHP functions that are
 * looked at. Those of client modules (guarded.c says which) have one handler, the
 * one here, which keeps a note of the call on the C stack and goes on to the original.
 *
 * The notes of the running code form a chain and cost next to nothing. Only when a
 * coroutine, or a Fiber, is left in the middle, those on its stack are entered in a
 * table (holders.c), and taken out when it goes on. So whoever finds something in the
 * table has found somebody else, and a function that calls itself by way of a callback
 * never meets itself.
 *
 * The same note tells whose wait was cancelled. What a driver has to say about that is
 * not news: its exception gives way to the cancellation when the call is over.
 */
#include "guard.h"

TSRM_TLS ta_insides ta_now;

int ta_reserved_field(void);

/* Which of a function's reserved fields is ours. */
static int ta_slot = -1;

bool ta_guard_reserve(void)
{
	ta_slot = ta_reserved_field();
	return ta_slot >= 0;
}

static ZEND_NAMED_FUNCTION(ta_guarded_call)
{
	const ta_guarded *guarded = EX(func)->internal_function.reserved[ta_slot];
	if (!ta_now.on) {
		guarded->handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	ta_inside node;
	ta_call_begin(&node, guarded, execute_data);
	if (UNEXPECTED(ta_now.held) && !ta_holders_admit(&node)) {
		return;
	}
	node.older = ta_now.innermost;
	ta_now.innermost = &node;
	guarded->handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_now.innermost = node.older;
	if (UNEXPECTED(node.due)) {
		ta_call_over(&node);
	}
}

const ta_guarded *ta_guarded_of(const zend_internal_function *function)
{
	return function->reserved[ta_slot];
}

/* `guarded` lives as long as the function. */
void ta_guard_function(zend_internal_function *function, ta_guarded *guarded)
{
	guarded->handler = function->handler;
	function->reserved[ta_slot] = guarded;
	function->handler = ta_guarded_call;
}

bool ta_call_gives_way(void)
{
	const ta_inside *node = ta_now.innermost;
	return UNEXPECTED(node != NULL) && node->cancellation && node->frame == EG(current_execute_data);
}

bool ta_call_is_cancelled(zend_object *cancellation)
{
	ta_inside *node = ta_now.innermost;
	if (!node || node->frame != EG(current_execute_data)) {
		return false;
	}
	if (!node->cancellation) {
		GC_ADDREF(cancellation);
		node->cancellation = cancellation;
		node->due = true;
	}
	if (node->guarded->find != ta_find_client) {
		return false;
	}
	node->is_lost = false;
	ta_find_client(node, node->guarded);
	return node->is_lost;
}

/* The call has ended as its driver thinks fit. For whoever made it, it was cancelled. */
static void ta_give_way(zend_object *cancellation)
{
	zend_object *pending = EG(exception);
	if (pending == cancellation || (pending && ta_is_exit(pending))) {
		OBJ_RELEASE(cancellation);
	} else if (pending) {
		EG(exception) = cancellation;
		OBJ_RELEASE(pending);
	} else {
		/* The driver has cleared it away. */
		zend_throw_exception_internal(cancellation);
	}
}

void ta_call_over(ta_inside *node)
{
	if (node->duplex) {
		ta_stream_unshare(node);
	}
	ta_holders_pass_on(node);
	if (node->cancellation) {
		ta_give_way(node->cancellation);
	}
}

void ta_calls_left(const ta_state *state)
{
	for (ta_inside *node = state->inside; node; node = node->older) {
		ta_holders_enter(node, state, NULL);
	}
}

void ta_calls_resumed(const ta_state *state)
{
	for (ta_inside *node = state->inside; node; node = node->older) {
		ta_holders_leave(node);
	}
}

static bool ta_is_above(const zend_execute_data *wanted, const zend_execute_data *frame, const zend_execute_data *floor)
{
	for (; frame && frame != floor; frame = frame->prev_execute_data) {
		if (frame == wanted) {
			return true;
		}
	}
	return false;
}

void ta_calls_abandon(const zend_execute_data *frame, const zend_execute_data *floor)
{
	ta_inside *node = ta_now.innermost;
	for (; node && ta_is_above(node->frame, frame, floor); node = node->older) {
		ta_now.innermost = node->older;
		if (node->due) {
			ta_holders_pass_on(node);
		}
		if (node->cancellation) {
			OBJ_RELEASE(node->cancellation);
		}
	}
}

ta_insides ta_fiber_calls_enter(void)
{
	ta_insides before = ta_now;
	ta_now.fiber_base = ta_now.innermost;
	return before;
}

/* The Fiber was left again, or has ended. */
void ta_fiber_calls_back(ta_insides before)
{
	ta_now.innermost = before.innermost;
	ta_now.fiber_base = before.fiber_base;
}

/* The running Fiber is left: what it is inside of is no coroutine's for the time being.
 * Returns what ta_fiber_calls_return() needs. */
ta_inside *ta_fiber_calls_leave(void)
{
	ta_inside *innermost = ta_now.innermost;
	if (EXPECTED(innermost == ta_now.fiber_base)) {
		return NULL;
	}
	for (ta_inside *node = innermost; node; node = node->older) {
		if (node->older == ta_now.fiber_base) {
			node->older = NULL;
		}
		ta_holders_enter(node, NULL, EG(current_fiber_context));
	}
	return innermost;
}

/* The Fiber was resumed, perhaps by another coroutine. */
void ta_fiber_calls_return(ta_inside *innermost)
{
	if (EXPECTED(!innermost)) {
		return;
	}
	ta_inside *outermost = innermost;
	for (ta_inside *node = innermost; node; node = node->older) {
		ta_holders_leave(node);
		outermost = node;
	}
	outermost->older = ta_now.innermost;
	ta_now.innermost = innermost;
}

void ta_guard_on(void)
{
	ta_now.on = true;
}

/* No coroutine is left. */
void ta_guard_off(void)
{
	ta_holders_clear();
	memset(&ta_now, 0, sizeof(ta_now));
}

/* For messages. */

/* The function, or what else the call is. */
zend_string *ta_inside_name(const ta_inside *node)
{
	if (node->iterated) {
		bool freed = node->courtesy == TA_LETS_PASS;
		return strpprintf(0, "%s %s", freed ? "the end of" : "foreach over", ZSTR_VAL(node->iterated->ce->name));
	}
	const zend_function *function = node->frame->func;
	const char *name = ZSTR_VAL(function->common.function_name);
	if (!function->common.scope) {
		return strpprintf(0, "%s()", name);
	}
	return strpprintf(0, "%s::%s()", ZSTR_VAL(function->common.scope->name), name);
}

/* The line that makes the call; `file` is borrowed, and NULL for none. */
void ta_inside_place(const ta_inside *node, zend_string **file, uint32_t *line)
{
	const zend_execute_data *frame = node->frame;
	while (frame && (!frame->func || !ZEND_USER_CODE(frame->func->type))) {
		frame = frame->prev_execute_data;
	}
	*file = frame ? frame->func->op_array.filename : NULL;
	*line = frame ? frame->opline->lineno : 0;
}

const char *ta_inside_noun(const ta_inside *node)
{
	return node->noun;
}

/* Where the coroutine keeps its state that was left in the call, or waits to begin it;
 * NULL for a suspended Fiber. */
const ta_state *ta_inside_holder(const ta_inside *node)
{
	return node->holder;
}

/* What the coroutine with this state runs: the `owner` of its call, NULL for main. */
const void *ta_state_owner(const ta_state *state)
{
	if (state == ta_main_state()) {
		return NULL;
	}
	return ((const ta_context *)((const char *)state - offsetof(ta_context, state)))->call->owner;
}
