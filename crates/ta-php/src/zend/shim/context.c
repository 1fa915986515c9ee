/*
 * Pooled engine contexts: the C stack and VM stack a coroutine runs on.
 *
 * A context runs call after call (ta_call) without being rebuilt; in between it
 * sleeps at the bottom of its stack. The engine's low-level switch is used
 * rather than Fiber objects because it costs a hundredth, and because a user's
 * own Fibers must keep working inside.
 */
#include "guard.h"

static int ta_context_kind;
/* The error level that calls start with. */
ZEND_TLS int ta_error_level;
ZEND_TLS ta_context *ta_running;
/* A bottom frame of an internal function without a name: what the engine's own Fibers use. */
static zend_function ta_bottom_function = { ZEND_INTERNAL_FUNCTION };

void ta_context_note_fatal(void)
{
	if (ta_running) {
		ta_running->fatal = true;
	}
}

zend_execute_data *ta_context_bottom(void)
{
	return ta_running ? ta_running->bottom : NULL;
}

const ta_state *ta_running_state(void)
{
	return ta_running ? &ta_running->state : ta_main_state();
}

zend_execute_data *ta_context_floor(void)
{
	return ta_running ? ta_running->floor : NULL;
}

/* Native code at the running frame will go on after a fatal error in what it calls.
 * Returns what ta_context_lower_floor() needs; a switch in between brings us back to
 * the same context. */
zend_execute_data *ta_context_raise_floor(void)
{
	if (!ta_running) {
		return NULL;
	}
	zend_execute_data *before = ta_running->floor;
	ta_running->floor = EG(current_execute_data);
	return before;
}

void ta_context_lower_floor(zend_execute_data *before)
{
	if (ta_running) {
		ta_running->floor = before;
	}
}

#ifdef ZEND_HAS_OOM
/* Point releases since 8.2.36 delay an out-of-memory error to a safe point and
 * remember it in the executor globals; older ones do not have the symbol. */
extern void ZEND_FASTCALL zend_handle_delayed_oom(void) __attribute__((weak));
# define TA_OOM_STATE() (&zend_handle_delayed_oom ? EG(delayed_oom).state : ZEND_OOM_STATE_NONE)
# define TA_OOM_PENDING() (TA_OOM_STATE() != ZEND_OOM_STATE_NONE)
static void ta_forget_oom(void)
{
	if (TA_OOM_STATE() == ZEND_OOM_STATE_PENDING) {
		/* Nobody got to report it: the strings are still ours to free. */
		zend_string_release(EG(delayed_oom).message);
		zend_string_release(EG(delayed_oom).filename);
	}
	if (TA_OOM_PENDING()) {
		memset(&EG(delayed_oom), 0, sizeof(EG(delayed_oom)));
	}
}

/* The engine reports an out-of-memory error and unwinds the frames by itself. */
bool ta_context_unwinds(void)
{
	return TA_OOM_STATE() == ZEND_OOM_STATE_HANDLING;
}
#else
# define TA_OOM_PENDING() 0
static void ta_forget_oom(void) {}

bool ta_context_unwinds(void)
{
	return false;
}
#endif

/* Whether the running code may be left now without breaking the engine. */
bool ta_context_may_suspend(void)
{
	if (CG(in_compilation) || TA_OOM_PENDING()) {
		return false;
	}
	if (UNEXPECTED(zend_fiber_switch_blocked()) && !ta_blocks_are_destructors()) {
		return false;
	}
	return !ta_is_loading();
}

static void ta_pass_control(zend_fiber_context *to, ta_context *self)
{
	zend_fiber_transfer transfer = { .context = to, .flags = 0 };
	ZVAL_NULL(&transfer.value);
	zend_fiber_switch_context(&transfer);
	self->outside = transfer.context;
}

/* Everything a fatal error may have left behind on this context. */
static void ta_after_fatal(ta_context *self)
{
	zend_vm_stack stack = EG(vm_stack);
	while (stack->prev) {
		zend_vm_stack previous = stack->prev;
		efree(stack);
		stack = previous;
	}
	EG(vm_stack) = stack;
	EG(vm_stack_top) = self->stack_top;
	EG(vm_stack_end) = stack->end;
	EG(current_execute_data) = self->bottom;
	self->floor = self->bottom;
	EG(active_fiber) = NULL;
	ta_now.innermost = NULL;
	ta_now.fiber_base = NULL;
	EG(error_handling) = EH_NORMAL;
	EG(fake_scope) = NULL;
	CG(unclean_shutdown) = 0;
	ta_collector_resume();
	ta_blocks_lift();
	ta_loading_reset();
#ifdef TA_HAS_IN_AUTOLOAD
	if (EG(in_autoload)) {
		zend_hash_clean(EG(in_autoload));
	}
#endif
#ifdef TA_HAS_AUTOLOAD_CLASSNAMES
	zend_hash_clean(&EG(autoload_current_classnames));
#endif
	if (EG(exception)) {
		OBJ_RELEASE(EG(exception));
		EG(exception) = NULL;
	}
	TA_PREV_EXCEPTION(if (EG(prev_exception)) {
		OBJ_RELEASE(EG(prev_exception));
		EG(prev_exception) = NULL;
	})
}

static void ta_call_php(ta_call *call)
{
	zend_fcall_info info = {
		.size = sizeof(info),
		.retval = &call->result,
		.params = call->argv,
		.param_count = call->argc,
		.named_params = call->named,
	};
	ZVAL_COPY_VALUE(&info.function_name, &call->callable->value);
	zend_fcall_info_cache cache = call->callable->cache;
	zend_call_function(&info, call->callable->resolve_each_time ? NULL : &cache);
}

static void ta_invoke(ta_call *call)
{
	if (call->native) {
		call->native(call);
	} else {
		ta_call_php(call);
	}
	if (EG(exception)) {
		zend_object *exception = EG(exception);
		if (zend_is_unwind_exit(exception)) {
			call->outcome = TA_EXITED;
		} else if (zend_is_graceful_exit(exception)) {
			call->outcome = TA_UNWOUND;
		} else {
			call->outcome = TA_THREW;
			call->exception = exception;
			GC_ADDREF(exception);
		}
		zend_clear_exception();
	}
}

static void ta_release_arguments(ta_call *call)
{
	/* Each is forgotten before it goes: a destructor may end in a fatal error,
	 * and what it was reached through must not be looked at again then. */
	for (uint32_t i = 0; i < call->argc; i++) {
		zval argument;
		ZVAL_COPY_VALUE(&argument, &call->argv[i]);
		ZVAL_UNDEF(&call->argv[i]);
		zval_ptr_dtor(&argument);
	}
	if (call->named) {
		HashTable *named = call->named;
		call->named = NULL;
		zend_array_release(named);
	}
	if (call->owns_callable && call->callable) {
		ta_callable *callable = call->callable;
		call->callable = NULL;
		ta_callable_free(callable);
	}
	ta_report_stray_exception();
}

/* Ends backtraces at the coroutine's own function, or, when another coroutine
 * spawned it, at the line that did: main is not where to look then. */
static void ta_place_bottom(ta_context *self, const ta_call *call)
{
	self->bottom->func = &ta_bottom_function;
	self->bottom->prev_execute_data = NULL;
	if (EXPECTED(!call->spawned_in)) {
		return;
	}
	zend_function *spawn = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("async\\spawn"));
	if (!self->spawner) {
		self->spawner = calloc(1, sizeof(*self->spawner));
	}
	ta_spawner *spawner = self->spawner;
	if (!spawn || !spawner) {
		return;
	}
	spawner->code.type = ZEND_USER_FUNCTION;
	spawner->code.filename = call->spawned_in;
	spawner->code.opcodes = &spawner->call;
	spawner->code.last = 1;
	spawner->call.opcode = ZEND_DO_FCALL;
	spawner->call.lineno = call->spawned_on;
	spawner->frame.func = (zend_function *)&spawner->code;
	spawner->frame.opline = &spawner->call;
	self->bottom->func = spawn;
	self->bottom->prev_execute_data = &spawner->frame;
}

static void ta_run_call(ta_context *self)
{
	ta_call *call = self->call;
	EG(error_reporting) = ta_error_level;
	EG(jit_trace_num) = 0;
	ZVAL_UNDEF(&call->result);
	call->exception = NULL;
	call->outcome = TA_RETURNED;

	ta_place_bottom(self, call);
	self->fatal = false;
	self->floor = self->bottom;
	int exit_status = EG(exit_status);
	zend_try {
		if (call->prologue) {
			call->prologue(call);
		}
		ta_invoke(call);
	} zend_catch {
		call->outcome = TA_FATAL;
		ta_after_fatal(self);
	} zend_end_try();
	if (call->outcome == TA_EXITED && self->fatal) {
		/* Point releases with delayed out-of-memory errors report them and then
		 * unwind as exit() does. */
		call->outcome = TA_FATAL;
		ta_collector_resume();
	}
	ta_forget_oom();
	if (call->outcome == TA_EXITED || call->outcome == TA_FATAL) {
		/* The status belongs to whoever decides what the end of this coroutine means. */
		int status = EG(exit_status);
		EG(exit_status) = exit_status;
		ZVAL_LONG(&call->result, status);
	}
	zend_try {
		if (call->epilogue) {
			call->epilogue(call);
		}
		ta_release_arguments(call);
		ta_state_end();
	} zend_catch {
		call->outcome = TA_FATAL;
		ta_after_fatal(self);
		EG(exit_status) = exit_status;
		zend_try {
			ta_release_arguments(call);
		} zend_catch {
			ta_after_fatal(self);
			EG(exit_status) = exit_status;
		} zend_end_try();
		ta_state_abandon();
	} zend_end_try();
	ta_forget_oom();
}

static ZEND_STACK_ALIGNED void ta_entry(zend_fiber_transfer *transfer)
{
	ta_context *self = (ta_context *)((char *)EG(current_fiber_context) - offsetof(ta_context, fiber));
	self->outside = transfer->context;

	EG(vm_stack) = NULL;
	EG(bailout) = NULL;
	EG(active_fiber) = NULL;
	zend_vm_stack stack = self->page;
	stack->top = ZEND_VM_STACK_ELEMENTS(stack);
	stack->end = (zval *)((char *)stack + ZEND_FIBER_VM_STACK_SIZE);
	stack->prev = NULL;
	EG(vm_stack) = stack;
	EG(vm_stack_top) = stack->top + ZEND_CALL_FRAME_SLOT;
	EG(vm_stack_end) = stack->end;
	EG(vm_stack_page_size) = ZEND_FIBER_VM_STACK_SIZE;
	self->stack_top = EG(vm_stack_top);

	/* No predecessor: a backtrace ends at the coroutine's own function. */
	self->bottom = (zend_execute_data *)stack->top;
	memset(self->bottom, 0, sizeof(zend_execute_data));
	self->bottom->func = &ta_bottom_function;
	EG(current_execute_data) = self->bottom;
#ifdef ZEND_CHECK_STACK_LIMIT
	EG(stack_base) = zend_fiber_stack_base(self->fiber.stack);
	EG(stack_limit) = zend_fiber_stack_limit(self->fiber.stack);
#endif

	while (!self->dying) {
		ta_run_call(self);
		self->working = false;
		self->inside = &self->fiber;
		ta_pass_control(self->outside, self);
	}

	zend_vm_stack_destroy();
	transfer->context = self->outside;
	ZVAL_NULL(&transfer->value);
	transfer->flags = 0;
}

/*
 * Whether memory_limit leaves room for another coroutine and what it is about to
 * need. Point releases with delayed out-of-memory errors grant an allocation
 * beyond the limit before they report it, and kill the process at twice the
 * limit: many coroutines that start at the brink would get there.
 */
bool ta_memory_has_room(void)
{
	zend_long limit = PG(memory_limit);
	if (limit <= 0) {
		return true;
	}
	zend_long reserve = MAX(1024 * 1024, limit / 8);
	return (zend_long)zend_memory_usage(false) + reserve <= limit;
}

/* How many contexts one part in so many of memory_limit has room for; SIZE_MAX without
 * a limit. It is their VM stacks that count. */
size_t ta_contexts_within(zend_long part)
{
	zend_long limit = PG(memory_limit);
	return limit <= 0 ? SIZE_MAX : (size_t)(limit / part) / ZEND_FIBER_VM_STACK_SIZE;
}

void ta_stack_settle(zend_fiber_context *fiber, size_t size, size_t others);

/* How many contexts this thread has. */
ZEND_TLS size_t ta_contexts;

typedef struct ta_making {
	ta_context *context;
	size_t stack_size;
	bool made;
} ta_making;

static void ta_make(void *data)
{
	ta_making *making = data;
	ta_context *self = making->context;
	self->page = emalloc(ZEND_FIBER_VM_STACK_SIZE);
#if PHP_VERSION_ID >= 80300
	making->made = zend_fiber_init_context(&self->fiber, &ta_context_kind, ta_entry, making->stack_size) == SUCCESS;
#else
	making->made = zend_fiber_init_context(&self->fiber, &ta_context_kind, ta_entry, making->stack_size);
#endif
	if (making->made) {
		ta_stack_settle(&self->fiber, making->stack_size, ta_contexts);
		ta_contexts++;
	}
	if (EG(exception)) {
		/* The engine throws when it cannot map the stack; our caller says it in its own words. */
		zend_clear_exception();
	}
}

/* A context with a C stack of `stack_size` bytes, committed as it is touched; NULL when there is no room. */
ta_context *ta_context_new(size_t stack_size)
{
	ta_making making = { .context = calloc(1, sizeof(ta_context)), .stack_size = stack_size };
	if (!making.context) {
		return NULL;
	}
	/* The engine throws when it cannot map the stack, and a throw without any
	 * frame would be a fatal error. */
	zend_execute_data bottom = { .func = &ta_bottom_function };
	zend_execute_data *frame = EG(current_execute_data);
	if (!frame) {
		EG(current_execute_data) = &bottom;
	}
	bool completed = ta_contain(ta_make, &making);
	EG(current_execute_data) = frame;
	if (!completed || !making.made) {
		if (making.context->page) {
			efree(making.context->page);
		}
		free(making.context);
		return NULL;
	}
	making.context->inside = &making.context->fiber;
	return making.context;
}

/* Only for a context that is not working. */
void ta_context_free(ta_context *self)
{
	ta_contexts--;
	if (self->fiber.status == ZEND_FIBER_STATUS_INIT) {
		zend_fiber_destroy_context(&self->fiber);
		efree(self->page);
	} else {
		/* It sleeps in ta_entry(): let it leave, which frees its stacks. */
		self->dying = true;
		zend_fiber_transfer transfer = { .context = &self->fiber, .flags = 0 };
		ZVAL_NULL(&transfer.value);
		zend_fiber_switch_context(&transfer);
	}
	free(self->spawner);
	free(self);
}

/* The loop is entered: main's state is put aside. Whether main runs under an @
 * says nothing about coroutines: they start with the configured level. */
ZEND_TLS bool ta_looping;
ZEND_TLS zend_execute_data *ta_main_waits_in;
/* The user Fiber that main waits in: the loop is not its code. */
ZEND_TLS zend_fiber *ta_main_fiber;

zend_execute_data *ta_main_frame(void)
{
	return ta_main_waits_in;
}

bool ta_in_loop_flow(void)
{
	return ta_looping && !ta_running;
}

#ifdef TA_HAS_FATAL_BACKTRACE
/* The setting fatal_error_backtraces, while the loop has it switched off. */
ZEND_TLS bool ta_fatal_backtrace_on;
#endif

/* The level that error_reporting is configured with, by whatever means; read anew
 * only when the setting's text has changed, since main enters the loop at every wait. */
static void ta_read_error_level(void)
{
	static const char name[] = "error_reporting";
	ZEND_TLS char known[24];
	ZEND_TLS size_t known_length = SIZE_MAX;
	zend_ini_entry *entry = EG(error_reporting_ini_entry);
	size_t length = entry && entry->value ? ZSTR_LEN(entry->value) : 0;
	if (entry && length == known_length && (!length || !memcmp(ZSTR_VAL(entry->value), known, length))) {
		return;
	}
	zend_long level = zend_ini_long((char *)name, sizeof(name) - 1, 0);
	if (!level && !zend_ini_string_ex((char *)name, sizeof(name) - 1, 0, NULL)) {
		level = E_ALL;
	}
	ta_error_level = (int)level;
	if (!entry) {
		/* As error_reporting() does when it is first called. */
		entry = EG(error_reporting_ini_entry) = zend_hash_str_find_ptr(EG(ini_directives), name, sizeof(name) - 1);
	}
	length = entry && entry->value ? ZSTR_LEN(entry->value) : 0;
	known_length = length <= sizeof(known) ? length : SIZE_MAX;
	if (length && length <= sizeof(known)) {
		memcpy(known, ZSTR_VAL(entry->value), length);
	}
}

void ta_loop_enter(void)
{
	ta_looping = true;
	ta_main_waits_in = EG(current_execute_data);
	ta_main_fiber = EG(active_fiber);
	EG(active_fiber) = NULL;
	ta_read_error_level();
#ifdef TA_HAS_FATAL_BACKTRACE
	/* A fatal error that ends one coroutine must not hold up all others: the trace
	 * of an endless recursion has a million frames, and memory_limit does not bind
	 * it. The error's own message, file and line are logged as ever. */
	ta_fatal_backtrace_on = EG(fatal_error_backtrace_on);
	EG(fatal_error_backtrace_on) = false;
#endif
	ta_state_enter_loop();
}

void ta_loop_leave(void)
{
	ta_looping = false;
	ta_main_waits_in = NULL;
	EG(active_fiber) = ta_main_fiber;
#ifdef TA_HAS_FATAL_BACKTRACE
	EG(fatal_error_backtrace_on) = ta_fatal_backtrace_on;
#endif
	ta_state_leave_loop();
}

void ta_context_begin(ta_context *self, ta_call *call)
{
	self->call = call;
	self->working = true;
	self->fresh = true;
}

/* Runs the context until it suspends (true) or its call has ended (false). */
bool ta_context_resume(ta_context *self)
{
	ta_context *before = ta_running;
	if (self->fresh) {
		self->fresh = false;
		ta_state_begin();
	} else {
		ta_state_resume(&self->state);
	}
	ta_running = self;

	zend_fiber_transfer transfer = { .context = self->inside, .flags = 0 };
	ZVAL_NULL(&transfer.value);
	zend_fiber_switch_context(&transfer);

	ta_running = before;
	if (self->working) {
		ta_state_suspend(&self->state);
	}
	return self->working;
}

/* Has memory fetched into the cache. */
void ta_fetch(const void *memory, size_t size)
{
	for (size_t offset = 0; offset < size; offset += 64) {
		__builtin_prefetch((const char *)memory + offset);
	}
}

/* What is used again first, as a rule: of the C stack, from a wait in a hooked call up
 * to the handler's own frame; of the VM stack, the function that waits and its caller. */
#define TA_WARM_STACK 1536
#define TA_WARM_FRAMES 192

/* Has a suspended context fetched into the cache: its description first, and another
 * time, when that has come, the stacks that it names. */
void ta_context_fetch(const ta_context *self, bool stack)
{
	if (stack) {
		ta_fetch(self->inside->handle, TA_WARM_STACK);
		ta_fetch((const char *)self->frame - TA_WARM_FRAMES, TA_WARM_FRAMES + sizeof(zend_execute_data));
	} else {
		ta_fetch(self, sizeof(*self));
	}
}

/* Leaves the running context; returns when it is resumed. */
void ta_context_suspend(void)
{
	ta_context *self = ta_running;
	self->inside = EG(current_fiber_context);
	self->frame = EG(current_execute_data);
	ta_pass_control(self->outside, self);
}
