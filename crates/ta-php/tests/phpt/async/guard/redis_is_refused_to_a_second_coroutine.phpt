--TEST--
Redis: the answer of one coroutine's command never goes to another
--EXTENSIONS--
igbinary
redis
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, delay, spawn, suspend};

// Answers "GET <key>" with the key, repeated, after a while.
$listener = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
spawn(function () use ($listener) {
    while ($peer = @stream_socket_accept($listener, 20)) {
        spawn(function () use ($peer) {
            while (($count = fgets($peer)) !== false) {
                $words = [];
                for ($i = 0; $i < (int) substr($count, 1); $i++) {
                    $length = (int) substr(fgets($peer), 1);
                    $words[] = substr(stream_get_contents($peer, $length + 2), 0, -2);
                }
                delay(20);
                $answer = str_repeat($words[1] ?? '', 5_000);
                fwrite($peer, '$' . strlen($answer) . "\r\n$answer\r\n");
            }
        });
    }
});

$redis = new Redis();
$redis->connect('127.0.0.1', $port, 5);
$outcomes = ['right' => 0, 'wrong' => 0, 'refused' => 0];
$all = [];
for ($i = 0; $i < 3; $i++) {
    $all[] = spawn(function () use ($redis, $i, &$outcomes) {
        for ($round = 0; $round < 3; $round++) {
            try {
                $outcomes[$redis->get("k$i") === str_repeat("k$i", 5_000) ? 'right' : 'wrong']++;
            } catch (Async\AsyncException $error) {
                $outcomes['refused']++;
                delay(1);
            }
        }
    });
}
await_all_or_fail($all);
var_dump($outcomes['wrong'], $outcomes['right'] >= 3, $outcomes['right'] + $outcomes['refused']);

$slow = spawn(fn() => strlen($redis->get('abc')));
suspend();
foreach (['close', 'ping', 'multi', 'isConnected'] as $method) {
    try {
        $redis->$method();
        echo "$method: not refused\n";
    } catch (Async\AsyncException $error) {
        echo preg_replace('/ at .* is inside (.*?) at .*$/', ': $1', $error->getMessage()), "\n";
    }
}
var_dump(await($slow), $redis->close());
Async\graceful_shutdown();
?>
--EXPECT--
int(0)
bool(true)
int(9)
Redis::close(): Redis::get()
Redis::ping(): Redis::get()
Redis::multi(): Redis::get()
Redis::isConnected(): Redis::get()
int(15000)
bool(true)
