/*
 * User Fibers next to coroutines.
 *
 * Fibers stay the engine's own: they switch at once, inside the coroutine that
 * starts or resumes them. Added here is what the engine cannot know:
 * Fiber::getCoroutine(), switches in destructors (see blocks.c), and that a Fiber
 * which waits in an async call must not be destroyed under the feet of the
 * coroutine it waits in.
 */
#include "guard.h"
#include "zend_extensions.h"

/* The coroutine that runs now is noted in `owner`: what is there already is
 * replaced, unless it is the same. */
extern void ta_owner_note(void **owner);
extern void ta_owner_forget(void *owner);
/* Its object with a reference of its own, NULL when it is gone; for NULL that of
 * the coroutine that runs now. */
extern zend_object *ta_owner_object(void *owner);

/* Which of a context's reserved fields is ours; negative when none was left. */
static int ta_owner_field = -1;

/* The same number of our reserved field in functions. */
int ta_reserved_field(void)
{
	return ta_owner_field;
}

enum { TA_START, TA_RESUME, TA_THROW, TA_SUSPEND, TA_METHODS };
static zif_handler ta_engine_methods[TA_METHODS];

static void **ta_owner_of(zend_fiber *fiber)
{
	return ta_owner_field < 0 ? NULL : &fiber->context.reserved[ta_owner_field];
}

/* Each stack counts its own destructors: the other side starts with none. And each
 * has native code of its own that goes on after a fatal error. */
static zend_always_inline void ta_switch(zif_handler method, INTERNAL_FUNCTION_PARAMETERS)
{
	zend_execute_data *floor = ta_context_floor();
	uint32_t blocks = 0;
	if (UNEXPECTED(zend_fiber_switch_blocked()) && ta_blocks_are_destructors()) {
		blocks = ta_blocks_lift();
	}
	method(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_blocks_add(blocks);
	ta_context_lower_floor(floor);
}

static void ta_enter(int method, INTERNAL_FUNCTION_PARAMETERS)
{
	zend_fiber *fiber = (zend_fiber *)Z_OBJ_P(ZEND_THIS);
	zend_fiber_status enterable = method == TA_START ? ZEND_FIBER_STATUS_INIT : ZEND_FIBER_STATUS_SUSPENDED;
	if (ta_owner_field >= 0 && fiber->context.status == enterable && !fiber->caller) {
		ta_owner_note(ta_owner_of(fiber));
	}
	ta_insides insides = ta_fiber_calls_enter();
	ta_switch(ta_engine_methods[method], INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_fiber_calls_back(insides);
}

static ZEND_NAMED_FUNCTION(ta_fiber_start)
{
	ta_enter(TA_START, INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(ta_fiber_resume)
{
	ta_enter(TA_RESUME, INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(ta_fiber_throw)
{
	ta_enter(TA_THROW, INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(ta_fiber_suspend)
{
	ta_inside *calls = ta_fiber_calls_leave();
	ta_switch(ta_engine_methods[TA_SUSPEND], INTERNAL_FUNCTION_PARAM_PASSTHRU);
	ta_fiber_calls_return(calls);
}

static bool ta_fiber_runs(const zend_fiber *fiber)
{
	return fiber->context.status == ZEND_FIBER_STATUS_RUNNING
		|| (fiber->context.status == ZEND_FIBER_STATUS_SUSPENDED && fiber->caller);
}

static ZEND_NAMED_FUNCTION(ta_fiber_get_coroutine)
{
	ZEND_PARSE_PARAMETERS_NONE();
	zend_fiber *fiber = (zend_fiber *)Z_OBJ_P(ZEND_THIS);
	void **owner = ta_owner_of(fiber);
	zend_object *coroutine = NULL;
	if (owner && *owner) {
		coroutine = ta_owner_object(*owner);
	} else if (ta_fiber_runs(fiber)) {
		/* It was entered before the first coroutine existed: main's. */
		coroutine = ta_owner_object(NULL);
	}
	if (coroutine) {
		RETURN_OBJ(coroutine);
	}
	RETURN_NULL();
}

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(ta_get_coroutine_arginfo, 0, 0, Async\\Coroutine, 1)
ZEND_END_ARG_INFO()

static const zend_function_entry ta_added_methods[] = {
	{
		.fname = "getCoroutine",
		.handler = ta_fiber_get_coroutine,
		.arg_info = ta_get_coroutine_arginfo,
		.flags = ZEND_ACC_PUBLIC,
	},
	ZEND_FE_END
};

static const struct {
	const char *name;
	zif_handler handler;
} ta_methods[TA_METHODS] = {
	[TA_START] = { "start", ta_fiber_start },
	[TA_RESUME] = { "resume", ta_fiber_resume },
	[TA_THROW] = { "throw", ta_fiber_throw },
	[TA_SUSPEND] = { "suspend", ta_fiber_suspend },
};

static zend_object *(*ta_engine_create)(zend_class_entry *);
/* The engine's with two changes. Per thread: they are only reachable through an
 * object before 8.3. */
ZEND_TLS zend_object_handlers ta_fiber_handlers;
ZEND_TLS void (*ta_engine_destroy)(zend_object *);
ZEND_TLS void (*ta_engine_free)(zend_object *);

static void ta_fiber_destroy(zend_object *object)
{
	const zend_fiber *fiber = (const zend_fiber *)object;
	if (fiber->context.status == ZEND_FIBER_STATUS_SUSPENDED && fiber->caller) {
		/* It waits in an async call, and ends with the coroutine around it. Only the
		 * engine's round through all objects at the end gets here. */
		GC_DEL_FLAGS(object, IS_OBJ_DESTRUCTOR_CALLED);
		return;
	}
	zend_execute_data *floor = ta_context_floor();
	ta_insides insides = ta_fiber_calls_enter();
	ta_engine_destroy(object);
	ta_fiber_calls_back(insides);
	ta_context_lower_floor(floor);
}

static void ta_fiber_free(zend_object *object)
{
	void **owner = ta_owner_of((zend_fiber *)object);
	if (owner && *owner) {
		ta_owner_forget(*owner);
		*owner = NULL;
	}
	ta_holders_forget(&((zend_fiber *)object)->context);
	ta_engine_free(object);
}

static zend_object *ta_fiber_create(zend_class_entry *class)
{
	zend_object *object = ta_engine_create(class);
	if (UNEXPECTED(!ta_engine_free)) {
		ta_fiber_handlers = *object->handlers;
		ta_engine_destroy = ta_fiber_handlers.dtor_obj;
		ta_engine_free = ta_fiber_handlers.free_obj;
		ta_fiber_handlers.dtor_obj = ta_fiber_destroy;
		ta_fiber_handlers.free_obj = ta_fiber_free;
	}
	object->handlers = &ta_fiber_handlers;
	return object;
}

static zend_internal_function *ta_fiber_method(const char *name)
{
	zend_function *method = zend_hash_str_find_ptr(&zend_ce_fiber->function_table, name, strlen(name));
	return method ? &method->internal_function : NULL;
}

bool ta_fiber_install(void)
{
	if (zend_register_functions(zend_ce_fiber, ta_added_methods, &zend_ce_fiber->function_table, MODULE_PERSISTENT) != SUCCESS) {
		return false;
	}
	ta_owner_field = zend_get_resource_handle("true_async_server");
	for (int i = 0; i < TA_METHODS; i++) {
		zend_internal_function *method = ta_fiber_method(ta_methods[i].name);
		ta_engine_methods[i] = method->handler;
		method->handler = ta_methods[i].handler;
	}
	ta_engine_create = zend_ce_fiber->create_object;
	zend_ce_fiber->create_object = ta_fiber_create;
	return true;
}

/* The added method goes with its class: the engine copied all it needs of it. */
void ta_fiber_uninstall(void)
{
	if (!ta_engine_create) {
		return;
	}
	zend_ce_fiber->create_object = ta_engine_create;
	for (int i = 0; i < TA_METHODS; i++) {
		ta_fiber_method(ta_methods[i].name)->handler = ta_engine_methods[i];
	}
}
