/* Who is inside which call of which connection or stream; see guard.c. */
#ifndef TRUE_ASYNC_GUARD_H
#define TRUE_ASYNC_GUARD_H

#include "context.h"

/* What a call does with its object while it lasts. Calls with nothing in common get on
 * with each other. */
enum {
	/* Only keeps it from being closed. */
	TA_USES = 0,
	TA_READS = 1,
	TA_WRITES = 2,
	TA_HOLDS = TA_READS | TA_WRITES,
	/* Nobody else may be inside at all. */
	TA_CLOSES = 4,
};

/* What becomes of a call that finds somebody else inside. */
typedef enum ta_courtesy {
	/* Throws Async\AsyncException. */
	TA_IS_REFUSED,
	/* Waits until the other call is over, first come first served. */
	TA_WAITS_ITS_TURN,
	/* Waits until nobody is inside, and is in nobody's way until then. */
	TA_LETS_PASS,
} ta_courtesy;

typedef struct ta_inside ta_inside;
typedef struct ta_guarded ta_guarded;

/* A function that is guarded. Made once, in guarded.c. */
struct ta_guarded {
	zif_handler handler;
	/* Finds out what the call is inside of, which is in `node->places` then. */
	void (*find)(ta_inside *node, const ta_guarded *guarded);
	/* For streams: what it does with its first and its second argument. */
	uint8_t does[2];
	ta_guarded *next;
};

/* One of the things a call is inside of: an entry of the table in holders.c. */
typedef struct ta_place {
	/* An address that stands for it, only ever compared; NULL for nothing. */
	const void *key;
	uint8_t does;
	ta_inside *node;
	struct ta_place *next, **back;
} ta_place;

/* A call, on the C stack of whoever makes it. */
struct ta_inside {
	/* Set by every call. */

	/* The call around this one, on this stack or on that of who resumed it. */
	ta_inside *older;
	const ta_guarded *guarded;
	/* The frame of the call, or the one that iterates. */
	zend_execute_data *frame;
	/* While iterating: there is no frame of its own then. */
	zend_object *iterated;
	/* While a process is closed: the pipe whose turn it is. Set by who makes the note. */
	zend_resource *pipe;
	/* What ended a wait of this very call; a reference. */
	zend_object *cancellation;
	/* Something has to be done when the call is over. */
	bool due;
	/* Shared by a reader and a writer who take turns at its blocking mode. */
	php_stream *duplex;
	/* Without keys until it matters to others, as is all that follows. */
	ta_place places[2];
	ta_courtesy courtesy;
	/* What everybody should have one of their own of. */
	const char *noun;
	/* Whether the connection is lost with a wait that is cut short. */
	bool is_lost;
	/* In the table as one who waits for his turn; otherwise as one who is inside. */
	bool queued;
	/* In nobody's way: it waits, or is about to go on, and will look again then. */
	bool lets_pass;
	/* Where in the queue. */
	uint64_t turn;
	/* Whom to wake when the turn has come. */
	void *waiter;
	/* Which coroutine left it; NULL for a suspended Fiber. */
	const ta_state *holder;
	const zend_fiber_context *fiber;
};

/* The calls that the running code is inside of. */
typedef struct ta_insides {
	ta_inside *innermost;
	/* Where those of the running Fiber end, and those of who resumed it begin. */
	ta_inside *fiber_base;
	/* How many entries the table has. */
	size_t held;
	/* A loop runs on this thread. */
	bool on;
} ta_insides;

extern TSRM_TLS ta_insides ta_now;

/* guard.c */

/* Whether the running function only has not returned yet: its own wait was cancelled. */
bool ta_call_gives_way(void);
/* A wait of the running function ends with `cancellation`. Whether what it waits for is
 * not to be used any more. */
bool ta_call_is_cancelled(zend_object *cancellation);
void ta_call_over(ta_inside *node);
/* The coroutine whose state this is was left, and is entered again. */
void ta_calls_left(const ta_state *state);
void ta_calls_resumed(const ta_state *state);
/* A fatal error is about to jump over the frames down to `floor`. */
void ta_calls_abandon(const zend_execute_data *frame, const zend_execute_data *floor);
/* Whether functions have room for our notes. */
bool ta_guard_reserve(void);
const ta_guarded *ta_guarded_of(const zend_internal_function *function);
void ta_guard_function(zend_internal_function *function, ta_guarded *guarded);

/* Around the methods of Fiber that switch: each stack has calls of its own. */
ta_insides ta_fiber_calls_enter(void);
void ta_fiber_calls_back(ta_insides before);
ta_inside *ta_fiber_calls_leave(void);
void ta_fiber_calls_return(ta_inside *innermost);

static zend_always_inline void ta_call_begin(ta_inside *node, const ta_guarded *guarded, zend_execute_data *frame)
{
	node->guarded = guarded;
	node->frame = frame;
	node->iterated = NULL;
	node->cancellation = NULL;
	node->due = false;
	node->duplex = NULL;
	node->places[0].key = NULL;
	node->places[1].key = NULL;
}

/* holders.c */

/* A call is left in the middle: by the coroutine with this state, or with this Fiber. */
void ta_holders_enter(ta_inside *node, const ta_state *holder, const zend_fiber_context *fiber);
void ta_holders_leave(ta_inside *node);
/* Whether a call may begin; it has thrown otherwise. */
bool ta_holders_admit(ta_inside *node);
/* Looks again what it is a call of. */
void ta_holders_find(ta_inside *node);
/* A call is over: whose turn is it? */
void ta_holders_pass_on(ta_inside *node);
/* Somebody else inside of `key`, NULL for the first or the one after `last`. */
ta_inside *ta_holders_next(const void *key, const ta_inside *last);
void ta_holders_forget(const zend_fiber_context *fiber);
void ta_holders_clear(void);

/* guarded.c */
void ta_find_client(ta_inside *node, const ta_guarded *guarded);
void ta_find_stream(ta_inside *node, const ta_guarded *guarded);
void ta_find_process(ta_inside *node, const ta_guarded *guarded);

/* Guards a method that is in no class, and is freed with its object. */
void ta_guard_loose_method(zend_internal_function *method);

/* guarding_pdo.c */
void ta_guard_driver_methods(void);
void ta_driver_methods_forget(void);

/* iterating.c */
void ta_guard_iterators(void);
void ta_iterators_forget(void);

/* freeing.c */
void ta_guard_freeing(void);
void ta_freeing_forget(void);

/* exception.c */
void ta_exception_set_aside(ta_aside *aside);
void ta_exception_bring_back(const ta_aside *aside);

/* streams.c */

/* Has those who are inside of the stream leave it, so that it can be closed. False if
 * they wait for something else, or after having thrown. */
bool ta_stream_is_left(ta_inside *closer);
/* Has those who are inside of a process' pipes leave them. */
bool ta_process_is_left(ta_inside *node);
/* It is not going to be closed after all. */
void ta_stream_stays(const ta_inside *closer);
void ta_stream_share(ta_inside *node);
void ta_stream_unshare(ta_inside *node);

#endif
