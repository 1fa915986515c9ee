/*
 * Containment of fatal errors.
 *
 * php_error_cb() ends a fatal error by marking every live object as destructed
 * and jumping to the nearest bailout point. Inside a coroutine that point is
 * the coroutine's own, and the rest of the program goes on: so the marks are
 * taken back from the survivors, and what the dead frames held is freed.
 */
#include "guard.h"
#include "zend_arena.h"
#include "zend_generators.h"

zend_execute_data *ta_context_bottom(void);
void ta_context_note_fatal(void);
bool ta_context_unwinds(void);

static void (*ta_engine_error_cb)(int type, zend_string *file, const uint32_t line, zend_string *message);

ZEND_TLS int ta_containing;
ZEND_TLS bool ta_main_failed;

/* Whether a fatal error ended the script outside of any coroutine. */
bool ta_ended_by_fatal_error(void)
{
	return ta_main_failed;
}

void ta_forget_fatal_error(void)
{
	ta_main_failed = false;
}

#define TA_FATAL_TYPES (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_PARSE | E_RECOVERABLE_ERROR)

static void ta_release_variable(zval *variable)
{
	zval copy;
	ZVAL_COPY_VALUE(&copy, variable);
	ZVAL_UNDEF(variable);
	zval_ptr_dtor(&copy);
}

/* Operands that wait for a later instruction, and calls that were not begun. */
static void ta_release_temporaries(zend_execute_data *frame)
{
	const zend_op_array *code = &frame->func->op_array;
	/* While an exception is on its way it stands outside of the code. */
	if (frame->opline >= code->opcodes && frame->opline < code->opcodes + code->last) {
		zend_cleanup_unfinished_execution(frame, (uint32_t)(frame->opline - code->opcodes), 0);
	}
}

/* Included code shares the variables of whoever included it: they go back there. */
static void ta_return_variables(zend_execute_data *code, const zend_execute_data *floor)
{
	zend_detach_symbol_table(code);
	for (zend_execute_data *frame = code->prev_execute_data; frame && frame != floor; frame = frame->prev_execute_data) {
		if (frame->func && (ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_SYMBOL_TABLE)) {
			if (frame->symbol_table == code->symbol_table) {
				zend_attach_symbol_table(frame);
			}
			return;
		}
	}
}

static void ta_release_function_frame(zend_execute_data *frame)
{
	uint32_t info = ZEND_CALL_INFO(frame);
	uint32_t given = ZEND_CALL_NUM_ARGS(frame);
	bool user = ZEND_USER_CODE(frame->func->type);
	uint32_t variables = user ? (uint32_t)frame->func->op_array.last_var : given;
	for (uint32_t i = 0; i < variables; i++) {
		ta_release_variable(ZEND_CALL_VAR_NUM(frame, i));
	}
	if (info & ZEND_CALL_HAS_SYMBOL_TABLE) {
		zend_clean_and_cache_symbol_table(frame->symbol_table);
		ZEND_DEL_CALL_FLAG(frame, ZEND_CALL_HAS_SYMBOL_TABLE);
	}
	if (user && (info & ZEND_CALL_FREE_EXTRA_ARGS)) {
		/* What was passed beyond the parameters lies behind the temporaries. */
		zval *extra = ZEND_CALL_VAR_NUM(frame, variables + frame->func->op_array.T);
		for (uint32_t i = frame->func->op_array.num_args; i < given; i++, extra++) {
			ta_release_variable(extra);
		}
	}
	if (info & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) {
		zend_free_extra_named_params(frame->extra_named_params);
	}
	if (info & ZEND_CALL_RELEASE_THIS) {
		OBJ_RELEASE(Z_OBJ(frame->This));
	} else if (info & ZEND_CALL_CLOSURE) {
		OBJ_RELEASE(ZEND_CLOSURE_OBJECT(frame->func));
	}
}

/* The variables are the generator's, and go with it when its owner lets go. It is
 * told that it never began, for what it would free is not what a yield leaves. */
static void ta_release_generator_frame(zend_execute_data *frame)
{
	ta_release_temporaries(frame);
	frame->opline = frame->func->op_array.opcodes;
}

/* Stands for generators that delegate to the one that runs, each of which keeps the
 * next alive until it is destroyed. That runs no code unless there is a finally
 * block. */
static void ta_release_delegation(const zend_execute_data *placeholder)
{
	if (Z_TYPE(placeholder->This) != IS_OBJECT || Z_OBJCE(placeholder->This) != zend_ce_generator) {
		return;
	}
	for (zend_generator *one = (zend_generator *)Z_OBJ(placeholder->This); one; one = one->node.parent) {
		if (one->execute_data && !(one->execute_data->func->op_array.fn_flags & ZEND_ACC_HAS_FINALLY_BLOCK)) {
			GC_DEL_FLAGS(&one->std, IS_OBJ_DESTRUCTOR_CALLED);
		}
	}
}

/* The engine jumps over these frames without freeing them. Destructors do not
 * run: every object is marked as destructed at this point. */
static void ta_release_frames(zend_execute_data *frame, const zend_execute_data *floor)
{
	for (; frame && frame != floor; frame = frame->prev_execute_data) {
		uint32_t info = ZEND_CALL_INFO(frame);
		if (!frame->func) {
			ta_release_delegation(frame);
			continue;
		}
		if (info & ZEND_CALL_GENERATOR) {
			ta_release_generator_frame(frame);
			continue;
		}
		if (ZEND_USER_CODE(frame->func->type)) {
			ta_release_temporaries(frame);
		}
		if (!(info & ZEND_CALL_CODE)) {
			ta_release_function_frame(frame);
		} else if (info & ZEND_CALL_HAS_SYMBOL_TABLE) {
			ta_return_variables(frame, floor);
		}
	}
}

static unsigned char *ta_remember_live(uint32_t count)
{
	unsigned char *live = malloc(count);
	if (live) {
		for (uint32_t i = 1; i < count; i++) {
			zend_object *object = EG(objects_store).object_buckets[i];
			live[i] = IS_OBJ_VALID(object) && !(OBJ_FLAGS(object) & IS_OBJ_DESTRUCTOR_CALLED);
		}
	}
	return live;
}

static void ta_revive(const unsigned char *live, uint32_t count)
{
	for (uint32_t i = 1; i < count && i < EG(objects_store).top; i++) {
		zend_object *object = EG(objects_store).object_buckets[i];
		if (live[i] && IS_OBJ_VALID(object)) {
			GC_DEL_FLAGS(object, IS_OBJ_DESTRUCTOR_CALLED);
		}
	}
}

/* The compiler never gets to its clean-up. Nothing is compiled across a switch,
 * so what it holds belongs to the code that just ended. */
static void ta_abandon_compilation(void)
{
	if (CG(active_op_array)) {
		zend_op_array *unfinished = CG(active_op_array);
		if (unfinished->opcodes && !(unfinished->fn_flags & ZEND_ACC_DONE_PASS_TWO)) {
			efree(unfinished->opcodes);
			unfinished->opcodes = NULL;
		}
		CG(active_op_array) = NULL;
	}
	if (CG(ast_arena)) {
		zend_arena_destroy(CG(ast_arena));
		CG(ast_arena) = NULL;
		CG(ast) = NULL;
	}
}

/* A bailout switches the cycle collector off, since the request is expected to
 * end. Here it goes on, and without a collector its memory would grow. Only a
 * collection that was cut off itself leaves marks and roots behind that nobody
 * may touch again: then it stays off. */
ZEND_TLS int ta_collecting;
/* Where the collection runs: not every coroutine that dies meanwhile cuts it off. */
ZEND_TLS zend_execute_data *ta_collecting_on;
ZEND_TLS bool ta_collector_lost;
static int (*ta_engine_collect)(void);

/* A collection was due in the loop's own flow, where destructors have no coroutine
 * to run in. */
ZEND_TLS bool ta_due;

/* Whether one was, since this was last asked. */
bool ta_collection_was_due(void)
{
	bool due = ta_due;
	ta_due = false;
	return due;
}

void ta_collect_cycles(void)
{
	gc_collect_cycles();
}

static int ta_collect(void)
{
	if (UNEXPECTED(ta_in_loop_flow())) {
		ta_due = true;
		/* As much as makes the collector leave its threshold alone. */
		return 100;
	}
	int before = ta_collecting;
	if (before == 0) {
		ta_collecting_on = ta_context_bottom();
	}
	ta_collecting = before + 1;
	int collected = ta_engine_collect();
	ta_collecting = before;
	return collected;
}

/* Whether a collection runs on the running stack. */
bool ta_is_collecting(void)
{
	return ta_collecting && ta_collecting_on == ta_context_bottom();
}

void ta_collector_resume(void)
{
	if (ta_is_collecting()) {
		ta_collecting = 0;
		ta_collector_lost = true;
	}
	if (!ta_collector_lost) {
		gc_protect(false);
	}
}

static void ta_error_cb(int type, zend_string *file, const uint32_t line, zend_string *message)
{
	if ((type & (E_WARNING | E_NOTICE)) && ta_is_hushed()) {
		return;
	}
	zend_execute_data *bottom = ta_context_bottom();
	if ((type & TA_FATAL_TYPES) && !bottom && !ta_containing) {
		/* An uncaught exception has unwound all there was, and the request goes on to
		 * its end in good order. */
		bool uncaught = (type & E_DONT_BAIL) && !ta_context_unwinds();
		ta_main_failed = ta_main_failed || !uncaught;
		if (!uncaught) {
			ta_calls_abandon(EG(current_execute_data), NULL);
		}
	}
	if (!(type & TA_FATAL_TYPES) || (!bottom && !ta_containing)) {
		ta_engine_error_cb(type, file, line, message);
		return;
	}
	zend_execute_data *frame = EG(current_execute_data);
	ta_context_note_fatal();
	bool compiling = CG(in_compilation);
	bool in_user_fiber = EG(active_fiber) != NULL;
	uint32_t count = EG(objects_store).top;
	unsigned char *live = ta_remember_live(count);
	/* volatile: set between setjmp and longjmp */
	volatile bool bailed = false;
	zend_try {
		ta_engine_error_cb(type, file, line, message);
	} zend_catch {
		bailed = true;
	} zend_end_try();
	if (bailed) {
		ta_calls_abandon(frame, ta_context_floor());
	}
	if (bailed && bottom && !in_user_fiber && !ta_context_unwinds()) {
		/* Cycles in the dead frames are noted, but not collected yet: with every
		 * object marked as destructed, no destructor would run. */
		ta_collector_resume();
		bool enabled = gc_enable(false);
		/* The request goes on: generators free all they have. */
		bool unclean = CG(unclean_shutdown);
		CG(unclean_shutdown) = false;
		zend_try {
			ta_release_frames(frame, ta_context_floor());
		} zend_end_try();
		CG(unclean_shutdown) = unclean;
		gc_enable(enabled);
	}
	if (bailed && bottom && compiling) {
		ta_abandon_compilation();
	}
	if (live) {
		ta_revive(live, count);
		free(live);
	}
	if (bailed) {
		zend_bailout();
	}
}

bool ta_contain(void (*body)(void *), void *data)
{
	zend_execute_data *frame = EG(current_execute_data);
	int exit_status = EG(exit_status);
	uint32_t blocks = ta_blocks_lift();
	ta_blocks_add(blocks);
	zend_execute_data *floor = ta_context_raise_floor();
	ta_insides insides = ta_now;
	volatile bool completed = true;
	ta_containing++;
	zend_try {
		body(data);
	} zend_catch {
		completed = false;
	} zend_end_try();
	ta_containing--;
	ta_context_lower_floor(floor);
	if (!completed) {
		EG(current_execute_data) = frame;
		ta_fiber_calls_back(insides);
		EG(exit_status) = exit_status;
		CG(unclean_shutdown) = 0;
		ta_blocks_lift();
		ta_blocks_add(blocks);
		ta_collector_resume();
	}
	return completed;
}

void ta_fatal_install(void)
{
	ta_engine_error_cb = zend_error_cb;
	zend_error_cb = ta_error_cb;
	ta_engine_collect = gc_collect_cycles;
	gc_collect_cycles = ta_collect;
}

void ta_fatal_uninstall(void)
{
	if (zend_error_cb == ta_error_cb) {
		zend_error_cb = ta_engine_error_cb;
	}
	if (gc_collect_cycles == ta_collect) {
		gc_collect_cycles = ta_engine_collect;
	}
}
