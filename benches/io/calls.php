<?php
/**
 * What a hooked call costs, in PHP's own functions: php calls.php KIND COUNT [PIPES]
 *
 * A step sends one byte and receives it; that of a file reads one. Prints nanoseconds of
 * processor time per step as `name=value`: `plain` before there is an event loop, `ready`
 * in a coroutine that never has to wait, `waiting` where every step waits once, as two
 * coroutines send each other a byte in turns. PIPES are the descriptors of two pipes, of
 * each the one to read and the one to write.
 */
declare(strict_types=1);

require __DIR__ . '/../coro/measure.inc';

/** The two ends of a way for bytes, each with what sends and what receives one. */
final class End
{
    public function __construct(public readonly Closure $send, public readonly Closure $receive)
    {
    }
}

/** ext/sockets: send and recv. */
function sockets(): array
{
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    return array_map(fn($socket) => new End(
        static fn() => socket_send($socket, 'x', 1, 0) === 1 || fail(),
        static function () use ($socket) {
            socket_recv($socket, $byte, 1, 0) === 1 || fail();
        },
    ), $pair);
}

/** Streams over sockets: send, then poll and recv. */
function streams(): array
{
    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    return array_map(streamEnd(...), $pair, $pair);
}

/** Streams over pipes, one for each direction: write and read. */
function pipes(): array
{
    // PHP cannot make one whose two ends are its own, so we have inherited them: as
    // proc_open() has them made, and not named ones, which the kernel treats differently.
    global $argv;
    [$read, $write, $readBack, $writeBack] = array_map(
        fn($number, $mode) => fopen("php://fd/$number", $mode),
        array_slice($argv, 3),
        ['r', 'w', 'r', 'w'],
    );
    return [streamEnd($readBack, $write), streamEnd($read, $writeBack)];
}

function streamEnd($read, $write): End
{
    return new End(
        static fn() => fwrite($write, 'x') === 1 || fail(),
        static fn() => fread($read, 1) === 'x' || fail(),
    );
}

function fail(): never
{
    fwrite(STDERR, "a call did not do what it is measured for\n");
    exit(1);
}

/** One step, of a file whose pages are in memory. */
function file_step(): Closure
{
    $file = tmpfile();
    fwrite($file, 'x');
    stream_set_read_buffer($file, 0);
    return static function () use ($file) {
        rewind($file);
        fread($file, 1) === 'x' || fail();
    };
}

/** The middle one of several measurements of `$count` steps. */
function per_step(int $count, Closure $steps): float
{
    $steps(intdiv($count, 10));
    $values = [];
    for ($i = 0; $i < 9; $i++) {
        $before = cpu_ns();
        $steps($count);
        $values[] = (cpu_ns() - $before) / $count;
    }
    sort($values);
    return $values[4];
}

[, $kind, $count] = $argv;
$count = (int) $count;
if ($kind === 'file') {
    $step = file_step();
} else {
    [$one, $other] = $kind();
    $step = static function () use ($one, $other) {
        ($one->send)();
        ($other->receive)();
    };
}
$repeat = static function (int $count) use ($step) {
    for ($i = 0; $i < $count; $i++) {
        $step();
    }
};
printf("plain=%.2f\n", per_step($count, $repeat));
printf("ready=%.2f\n", Async\await(Async\spawn(per_step(...), $count, $repeat)));
if ($kind !== 'file') {
    $turns = static function (int $count) use ($one, $other) {
        // Each of the two does a half: a send, and a receive that waits.
        $half = intdiv($count, 2);
        $ping = Async\spawn(static function () use ($one, $half) {
            for ($i = 0; $i < $half; $i++) {
                ($one->send)();
                ($one->receive)();
            }
        });
        $pong = Async\spawn(static function () use ($other, $half) {
            for ($i = 0; $i < $half; $i++) {
                ($other->receive)();
                ($other->send)();
            }
        });
        Async\await($ping);
        Async\await($pong);
    };
    printf("waiting=%.2f\n", per_step(intdiv($count, 4), $turns));
}
