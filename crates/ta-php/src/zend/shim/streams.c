/*
 * Streams that several coroutines use: closing one under the others, and TLS in both
 * directions at once.
 */
#include "guard.h"
#include "main/php_network.h"
#include "ext/standard/proc_open.h"
#include <sys/socket.h>

/* How closing a descriptor reaches a call (Reach in guard.rs). */
typedef enum ta_reach {
	TA_REACHES_NOT = 0,
	TA_REACHES = 1,
	TA_REACHES_LATER = 2,
} ta_reach;

/* Of the coroutine with this state, which is not running. */
extern ta_reach ta_closing_reaches(const ta_state *state, int descriptor);
/* Others run first. False after having thrown why not. */
extern bool ta_turn_yield(void);
extern void ta_closing_begins(int descriptor);
extern void ta_closing_is_off(int descriptor);

static bool ta_is_socket(const php_stream *stream)
{
	return strstr(stream->ops->label, "_socket") != NULL;
}

/* Encrypted, or could be: the data says in either case whether it is a socket's. */
static bool ta_is_tls(const php_stream *stream)
{
	return strcmp(stream->ops->label, "tcp_socket/ssl") == 0;
}

/* The descriptor that calls on the stream wait for; negative when it has none. Nothing
 * is read ahead or flushed by asking, and no PHP code runs. */
static int ta_descriptor_of(php_stream *stream)
{
	if (!stream->abstract || php_stream_is(stream, PHP_STREAM_IS_USERSPACE)) {
		return -1;
	}
	if (ta_is_socket(stream)) {
		return ((php_netstream_data_t *)stream->abstract)->socket;
	}
	php_socket_t descriptor = -1;
	int as = PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL;
	if (php_stream_cast(stream, as, (void *)&descriptor, 0) != SUCCESS) {
		return -1;
	}
	return descriptor;
}

/* How closing reaches those who are inside of the stream, all together. */
static ta_reach ta_closing_reaches_all(const php_stream *stream, int descriptor)
{
	ta_reach all = TA_REACHES;
	for (const ta_inside *node = NULL; (node = ta_holders_next(stream, node));) {
		ta_reach reach = node->holder ? ta_closing_reaches(node->holder, descriptor) : TA_REACHES_NOT;
		if (reach == TA_REACHES_NOT) {
			return reach;
		}
		if (reach == TA_REACHES_LATER) {
			all = reach;
		}
	}
	return all;
}

static bool ta_is_written(const php_stream *stream)
{
	for (const ta_inside *node = NULL; (node = ta_holders_next(stream, node));) {
		for (int i = 0; i < 2; i++) {
			if (node->places[i].key == stream && (node->places[i].does & TA_WRITES)) {
				return true;
			}
		}
	}
	return false;
}

bool ta_stream_is_left(ta_inside *closer)
{
	/* Somebody who is busy, and not waiting, will have ended or wait after that. */
	enum { ROUNDS = 100 };
	for (int round = 0; round < ROUNDS; round++) {
		php_stream *stream = (php_stream *)closer->places[0].key;
		if (!stream || !ta_holders_next(stream, NULL)) {
			return true;
		}
		int descriptor = ta_descriptor_of(stream);
		ta_reach reach = descriptor < 0 ? TA_REACHES_NOT : ta_closing_reaches_all(stream, descriptor);
		if (reach == TA_REACHES_NOT) {
			return false;
		}
		if (reach == TA_REACHES && ta_is_tls(stream)) {
			/* It would go on asking, whatever poll() says about the descriptor, but not
			 * after its end. The connection is about to end anyway. */
			shutdown(descriptor, ta_is_written(stream) ? SHUT_RDWR : SHUT_RD);
			return true;
		}
		if (reach == TA_REACHES) {
			ta_closing_begins(descriptor);
			return true;
		}
		if (!ta_turn_yield()) {
			return false;
		}
		/* It may have been closed meanwhile. */
		ta_holders_find(closer);
	}
	return false;
}

void ta_stream_stays(const ta_inside *closer)
{
	php_stream *stream = (php_stream *)closer->places[0].key;
	int descriptor = stream ? ta_descriptor_of(stream) : -1;
	if (descriptor >= 0 && !ta_is_tls(stream)) {
		ta_closing_is_off(descriptor);
	}
}

/*
 * The TLS wrapper makes its socket non-blocking while it transfers, and waits by itself.
 * A second transfer that comes in meanwhile takes the stream for one that its user made
 * non-blocking, and gives up at once. So it is shown a blocking one; and whoever leaves
 * first leaves it non-blocking to the other, who would otherwise be caught inside the
 * TLS library.
 */
void ta_stream_share(ta_inside *node)
{
	php_stream *stream = (php_stream *)node->places[0].key;
	if (node->guarded->find != ta_find_stream || !stream || !ta_is_tls(stream) || !stream->abstract
		|| ((php_netstream_data_t *)stream->abstract)->is_blocked) {
		return;
	}
	for (ta_inside *other = NULL; (other = ta_holders_next(stream, other));) {
		other->duplex = stream;
		other->due = true;
		node->duplex = stream;
		node->due = true;
	}
	if (node->duplex) {
		php_stream_set_option(stream, PHP_STREAM_OPTION_BLOCKING, 1, NULL);
	}
}

void ta_stream_unshare(ta_inside *node)
{
	bool alone = !ta_holders_next(node->duplex, NULL);
	if (node->duplex->abstract) {
		php_stream_set_option(node->duplex, PHP_STREAM_OPTION_BLOCKING, alone, NULL);
	}
}

static void ta_find_pipe(ta_inside *node, const ta_guarded *guarded)
{
	const zend_resource *pipe = node->pipe;
	if (pipe->ptr) {
		node->places[0].key = pipe->ptr;
		node->places[0].does = TA_CLOSES;
	}
}

/* Closing a process closes its pipes: those who wait for one leave first. */
bool ta_process_is_left(ta_inside *node)
{
	static const ta_guarded closing_pipe = { .find = ta_find_pipe };
	zval *process = ZEND_CALL_NUM_ARGS(node->frame) ? ZEND_CALL_ARG(node->frame, 1) : NULL;
	if (!process || Z_TYPE_P(process) != IS_RESOURCE || !Z_RES_P(process)->ptr) {
		return true;
	}
	const char *type = zend_rsrc_list_get_rsrc_type(Z_RES_P(process));
	if (!type || strcmp(type, "process") != 0) {
		return true;
	}
	bool waited;
	do {
		waited = false;
		const php_process_handle *handle = Z_RES_P(process)->ptr;
		for (int i = 0; handle && !waited && i < handle->npipes; i++) {
			zend_resource *pipe = handle->pipes[i];
			if (!pipe || !pipe->ptr || pipe->type != php_file_le_stream() || !ta_holders_next(pipe->ptr, NULL)) {
				continue;
			}
			ta_inside closer;
			ta_call_begin(&closer, &closing_pipe, node->frame);
			closer.pipe = pipe;
			closer.courtesy = TA_WAITS_ITS_TURN;
			closer.noun = "stream";
			GC_ADDREF(pipe);
			bool left = ta_holders_admit(&closer);
			if (pipe->ptr) {
				ta_stream_stays(&closer);
			}
			zend_list_delete(pipe);
			if (!left) {
				return false;
			}
			ta_holders_pass_on(&closer);
			waited = true;
		}
		/* What the process has may have changed meanwhile. */
	} while (waited && Z_RES_P(process)->ptr);
	return true;
}
