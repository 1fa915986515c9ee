/*
 * Generators that run in a coroutine which waits.
 *
 * At the end of a request the engine destroys every object there is, in the order
 * of their numbers. A destructor that runs then may leave a coroutine behind that
 * waits inside of a generator: its frame must stay whole until the coroutine is
 * unwound, a moment later. The engine knows this of its Fibers only.
 */
#include "shim.h"
#include "zend_generators.h"

static zend_object *(*ta_engine_create)(zend_class_entry *);
/* The engine's with one change. Per thread: they are only reachable through an
 * object before 8.3. */
ZEND_TLS zend_object_handlers ta_handlers;
ZEND_TLS void (*ta_engine_destroy)(zend_object *);

static void ta_destroy(zend_object *object)
{
	const zend_generator *generator = (const zend_generator *)object;
	if (UNEXPECTED(generator->flags & ZEND_GENERATOR_CURRENTLY_RUNNING)) {
		/* Whoever lets go of it last destroys it. */
		GC_DEL_FLAGS(object, IS_OBJ_DESTRUCTOR_CALLED);
		return;
	}
	ta_engine_destroy(object);
}

static zend_object *ta_create(zend_class_entry *class)
{
	zend_object *object = ta_engine_create(class);
	if (UNEXPECTED(!ta_engine_destroy)) {
		ta_handlers = *object->handlers;
		ta_engine_destroy = ta_handlers.dtor_obj;
		ta_handlers.dtor_obj = ta_destroy;
	}
	object->handlers = &ta_handlers;
	return object;
}

void ta_generator_install(void)
{
	ta_engine_create = zend_ce_generator->create_object;
	zend_ce_generator->create_object = ta_create;
}

void ta_generator_uninstall(void)
{
	if (ta_engine_create) {
		zend_ce_generator->create_object = ta_engine_create;
	}
}
