/*
 * The table of who is inside what: calls of coroutines and Fibers that are not running,
 * and calls that wait for their turn.
 *
 * Calls that have to be alone with a connection are refused when they are not. Those of
 * streams wait: reading and writing go on side by side, but one reader at a time, as
 * the engine's buffers know only one. The queue is kept in order by numbers, and
 * nobody overtakes, not even who has just been inside.
 */
#include "guard.h"

/* Parks until ta_turn_wake(*waiter). False after having thrown why not. */
extern bool ta_turn_wait(ta_inside *node, void **waiter);
extern void ta_turn_wake(void *waiter);
extern void ta_turn_refuse(const ta_inside *entering, const ta_inside *inside);

#define TA_BUCKETS 1024
ZEND_TLS ta_place *ta_buckets[TA_BUCKETS];
ZEND_TLS uint64_t ta_turns;
/* How many calls of suspended Fibers there are. */
ZEND_TLS size_t ta_fibers;

#define TA_FIRST_PLACE(node) ((node)->places)
#define TA_NO_PLACE(node) ((node)->places + 2)

static ta_place **ta_bucket(const void *key)
{
	uintptr_t address = (uintptr_t)key;
	return &ta_buckets[(address >> 4 ^ address >> 14) % TA_BUCKETS];
}

static void ta_link(ta_inside *node)
{
	for (ta_place *place = TA_FIRST_PLACE(node); place < TA_NO_PLACE(node); place++) {
		if (!place->key) {
			continue;
		}
		ta_place **bucket = ta_bucket(place->key);
		place->node = node;
		place->next = *bucket;
		place->back = bucket;
		if (place->next) {
			place->next->back = &place->next;
		}
		*bucket = place;
		ta_now.held++;
	}
}

static void ta_unlink(ta_inside *node)
{
	for (ta_place *place = TA_FIRST_PLACE(node); place < TA_NO_PLACE(node); place++) {
		if (!place->key) {
			continue;
		}
		*place->back = place->next;
		if (place->next) {
			place->next->back = place->back;
		}
		ta_now.held--;
	}
}

void ta_holders_find(ta_inside *node)
{
	node->places[0].key = NULL;
	node->places[1].key = NULL;
	node->guarded->find(node, node->guarded);
}

void ta_holders_enter(ta_inside *node, const ta_state *holder, const zend_fiber_context *fiber)
{
	ta_holders_find(node);
	node->queued = false;
	node->lets_pass = false;
	node->holder = holder;
	node->fiber = fiber;
	ta_link(node);
	ta_fibers += fiber != NULL;
}

void ta_holders_leave(ta_inside *node)
{
	ta_unlink(node);
	ta_fibers -= node->fiber != NULL;
}

static bool ta_clash(const ta_place *one, const ta_place *other)
{
	return one->key == other->key && one->node != other->node
		&& ((one->does & other->does) || ((one->does | other->does) & TA_CLOSES));
}

/* Who is in the way of `node`: somebody who is inside, or who waits and came first. */
static ta_inside *ta_obstacle(ta_inside *node)
{
	for (ta_place *place = TA_FIRST_PLACE(node); place < TA_NO_PLACE(node); place++) {
		if (!place->key) {
			continue;
		}
		place->node = node;
		for (ta_place *other = *ta_bucket(place->key); other; other = other->next) {
			if (ta_clash(place, other) && !other->node->lets_pass
				&& !(other->node->queued && other->node->turn > node->turn)) {
				return other->node;
			}
		}
	}
	return NULL;
}

/* Those who are inside and in the way of `node` are to say when they are done. */
static void ta_ask_for_turn(const ta_inside *node)
{
	for (const ta_place *place = TA_FIRST_PLACE(node); place < TA_NO_PLACE(node); place++) {
		if (!place->key) {
			continue;
		}
		for (ta_place *other = *ta_bucket(place->key); other; other = other->next) {
			if (ta_clash(place, other)) {
				other->node->due = true;
			}
		}
	}
}

/* Whether the code that runs now is inside of what `node` waits for. */
static bool ta_is_kept_out(const ta_inside *node)
{
	for (const ta_inside *running = ta_now.innermost; running; running = running->older) {
		for (int i = 0; i < 2; i++) {
			for (int j = 0; j < 2; j++) {
				if (node->places[i].key && ta_clash(&node->places[i], &running->places[j])) {
					return true;
				}
			}
		}
	}
	return false;
}

/* Who is next in the queue for `key`, after the given turn. */
static ta_inside *ta_next_in_line(const void *key, uint64_t after)
{
	ta_inside *next = NULL;
	for (ta_place *place = *ta_bucket(key); place; place = place->next) {
		ta_inside *node = place->node;
		if (place->key == key && node->queued && node->turn > after && (!next || node->turn < next->turn)) {
			next = node;
		}
	}
	return next;
}

void ta_holders_pass_on(ta_inside *node)
{
	for (ta_place *place = TA_FIRST_PLACE(node); place < TA_NO_PLACE(node); place++) {
		if (!place->key) {
			continue;
		}
		uint64_t turn = 0;
		ta_inside *next;
		while ((next = ta_next_in_line(place->key, turn))) {
			turn = next->turn;
			if (!ta_obstacle(next) && !ta_is_kept_out(next)) {
				next->queued = false;
				next->due = true;
				ta_turn_wake(next->waiter);
			}
		}
	}
}

/* Whether the turn has come that ta_turn_wait() waits for. */
bool ta_turn_has_come(const ta_inside *node)
{
	return !node->queued;
}

static bool ta_wait_for_turn(ta_inside *node)
{
	bool closes = node->places[0].does & TA_CLOSES;
	if (closes) {
		if (!ta_stream_is_left(node)) {
			return false;
		}
		if (!ta_obstacle(node)) {
			return true;
		}
	}
	node->queued = true;
	node->lets_pass = node->courtesy == TA_LETS_PASS;
	node->holder = ta_running_state();
	node->fiber = NULL;
	node->turn = ++ta_turns;
	ta_link(node);
	ta_ask_for_turn(node);
	bool admitted = ta_turn_wait(node, &node->waiter);
	ta_unlink(node);
	if (!admitted) {
		if (closes) {
			ta_stream_stays(node);
		}
		ta_holders_pass_on(node);
	}
	return admitted;
}

bool ta_holders_admit(ta_inside *node)
{
	ta_holders_find(node);
	if (UNEXPECTED(node->guarded->find == ta_find_process)) {
		return ta_process_is_left(node);
	}
	if (!node->places[0].key) {
		return true;
	}
	node->turn = UINT64_MAX;
	ta_inside *obstacle;
	while (UNEXPECTED((obstacle = ta_obstacle(node)) != NULL)) {
		if (node->courtesy == TA_IS_REFUSED || !ta_wait_for_turn(node)) {
			if (!EG(exception)) {
				ta_turn_refuse(node, obstacle);
			}
			return false;
		}
		if (node->courtesy == TA_WAITS_ITS_TURN) {
			/* What came meanwhile is behind it. */
			break;
		}
	}
	ta_stream_share(node);
	return true;
}

ta_inside *ta_holders_next(const void *key, const ta_inside *last)
{
	bool found = last == NULL;
	for (ta_place *place = *ta_bucket(key); place; place = place->next) {
		if (place->key != key || place->node->queued) {
			continue;
		}
		if (found) {
			return place->node;
		}
		found = place->node == last;
	}
	return NULL;
}

/* A Fiber is freed without having been unwound. */
void ta_holders_forget(const zend_fiber_context *fiber)
{
	if (EXPECTED(!ta_fibers)) {
		return;
	}
	for (size_t i = 0; i < TA_BUCKETS; i++) {
		ta_place *place = ta_buckets[i];
		while (place) {
			ta_place *next = place->next;
			if (place->node->fiber == fiber) {
				*place->back = next;
				if (next) {
					next->back = place->back;
				}
				place->key = NULL;
				ta_now.held--;
			}
			place = next;
		}
	}
}

void ta_holders_clear(void)
{
	memset(ta_buckets, 0, sizeof(ta_buckets));
	ta_fibers = 0;
}
