/*
 * Destructors that suspend.
 *
 * Up to 8.3 the engine counts up a thread-wide "no fiber switches" while any
 * destructor runs; from 8.4 on it does not. The count exists for the collector's
 * sake: a collection that is left in the middle holds up every other one. A
 * destructor that runs because a reference went away is ordinary code in the
 * middle of ordinary code, so it may be left, provided that the count follows
 * its stack: whoever leaves takes along what its own stack has counted, and runs
 * on the other side with none.
 *
 * Tick functions and the handlers of pcntl_signal() are counted too, and stay
 * what they are: the latter run with all signals masked. Nothing says what the
 * count stands for, so it is compared with the destructors that are seen running.
 */
#include "context.h"
#include "zend_generators.h"

bool ta_is_collecting(void);

/* Takes the whole count away and returns it. */
uint32_t ta_blocks_lift(void)
{
	uint32_t count = 0;
	while (zend_fiber_switch_blocked()) {
		zend_fiber_switch_unblock();
		count++;
	}
	return count;
}

/* Adds `count` to what is counted now. */
void ta_blocks_add(uint32_t count)
{
	while (count--) {
		zend_fiber_switch_block();
	}
}

/* A destructor of an object of ours is about to run user code: takes away what the
 * engine has counted for it, since no frame will tell. False when nothing was
 * counted, and during a collection, which is not to be left. */
bool ta_blocks_open(void)
{
	if (!zend_fiber_switch_blocked() || ta_is_collecting()) {
		return false;
	}
	zend_fiber_switch_unblock();
	return true;
}

#if PHP_VERSION_ID < 80400
static bool ta_is_destructor(const zend_execute_data *frame)
{
	return frame->func
		&& ZEND_CALL_KIND(frame) == ZEND_CALL_TOP_FUNCTION
		&& Z_TYPE(frame->This) == IS_OBJECT
		&& Z_OBJCE(frame->This)->destructor == frame->func
		&& (OBJ_FLAGS(Z_OBJ(frame->This)) & IS_OBJ_DESTRUCTOR_CALLED);
}

/* A generator that is destroyed runs its finally blocks. */
static bool ta_is_dying_generator(const zend_execute_data *frame)
{
	return (ZEND_CALL_INFO(frame) & ZEND_CALL_GENERATOR)
		&& (((const zend_generator *)frame->return_value)->flags & ZEND_GENERATOR_FORCED_CLOSE);
}

/* What the engine destroys on the running stack, as far as it can be seen: the
 * frames of a dying Fiber do not lead to the code that let it die. */
static uint32_t ta_destructions(void)
{
	uint32_t count = 0;
	for (const zend_execute_data *frame = EG(current_execute_data); frame; frame = frame->prev_execute_data) {
		count += ta_is_destructor(frame) || ta_is_dying_generator(frame);
	}
	for (const zend_fiber *fiber = EG(active_fiber); fiber;) {
		count += (fiber->flags & ZEND_FIBER_FLAG_DESTROYED) != 0;
		zend_fiber_context *caller = fiber->caller;
		fiber = caller && caller->kind == zend_ce_fiber ? zend_fiber_from_context(caller) : NULL;
	}
	return count;
}

/* Whether nothing but destructors forbids switches, and no collection runs. */
bool ta_blocks_are_destructors(void)
{
	if (ta_is_collecting()) {
		return false;
	}
	uint32_t count = ta_blocks_lift();
	ta_blocks_add(count);
	return count <= ta_destructions();
}
#else
bool ta_blocks_are_destructors(void)
{
	return false;
}
#endif
