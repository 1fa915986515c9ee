--TEST--
curl: a handle is one coroutine's while it transfers; a multi handle is driven by several
--EXTENSIONS--
curl
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, delay, spawn, suspend};

$listener = stream_socket_server('tcp://127.0.0.1:0');
$url = 'http://' . stream_socket_get_name($listener, false);
spawn(function () use ($listener) {
    while ($peer = @stream_socket_accept($listener, 20)) {
        spawn(function () use ($peer) {
            $path = explode(' ', fgets($peer))[1];
            while (trim(fgets($peer)) !== '') {
            }
            delay(20);
            fwrite($peer, "HTTP/1.1 200 OK\r\nContent-Length: " . strlen($path) . "\r\nConnection: close\r\n\r\n$path");
            fclose($peer);
        });
    }
});
function handle(string $path): CurlHandle
{
    global $url;
    $handle = curl_init($url . $path);
    curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
    return $handle;
}

$handle = handle('/one');
$transfer = spawn(fn() => curl_exec($handle));
suspend();
$attempts = [
    'curl_exec' => fn() => curl_exec($handle),
    'curl_setopt' => fn() => curl_setopt($handle, CURLOPT_URL, '/'),
    'curl_reset' => fn() => curl_reset($handle),
    'curl_copy_handle' => fn() => curl_copy_handle($handle),
];
foreach ($attempts as $name => $attempt) {
    try {
        $attempt();
        echo "$name: not refused\n";
    } catch (Async\AsyncException $error) {
        echo preg_replace('/ at .* is inside (.*?) at .*, on/', ': $1, on', $error->getMessage()), "\n";
    }
}
var_dump(curl_errno($handle), is_array(curl_getinfo($handle)));
var_dump(await($transfer));

// From inside of its own callbacks, a fiber in one included.
$handle = handle('/two');
curl_setopt($handle, CURLOPT_HEADERFUNCTION, function ($handle, $line) {
    (new Fiber(fn() => curl_setopt($handle, CURLOPT_PRIVATE, $line)))->start();
    delay(1);
    return strlen($line);
});
var_dump(await(spawn(fn() => curl_exec($handle))));

// A callback that leaves a Fiber in the middle: whoever comes is refused, until it has
// ended, in whichever coroutine.
$handle = handle('/three');
curl_setopt($handle, CURLOPT_HEADERFUNCTION, function ($handle, $line) {
    if (trim($line) === '') {
        Fiber::suspend('in the middle');
    }
    return strlen($line);
});
$fiber = new Fiber(fn() => curl_exec($handle));
var_dump(await(spawn(fn() => $fiber->start())));
try {
    curl_exec($handle);
    echo "not refused\n";
} catch (Async\AsyncException $error) {
    echo preg_replace('/ at .*: (.*) is inside (.*?) at .*$/', ': $1, $2', $error->getMessage()), "\n";
}
await(spawn(fn() => $fiber->resume()));
var_dump($fiber->getReturn(), curl_getinfo($handle, CURLINFO_HTTP_CODE));

// Guzzle's way: one multi handle, and everybody drives it. Newer libcurls refuse calls while another is in progress.
$multi = curl_multi_init();
$get = function (string $path) use ($multi) {
    $handle = handle($path);
    curl_setopt($handle, CURLOPT_HEADERFUNCTION, function ($handle, $line) {
        delay(0);
        return strlen($line);
    });
    while (curl_multi_add_handle($multi, $handle) !== CURLM_OK) {
        usleep(250);
    }
    do {
        curl_multi_exec($multi, $running);
        if (strlen((string) curl_multi_getcontent($handle)) === strlen($path)) {
            break;
        }
        if (curl_multi_select($multi, 0.05) < 0) {
            usleep(250);
        }
    } while (true);
    while (curl_multi_remove_handle($multi, $handle) !== CURLM_OK) {
        usleep(250);
    }
    return curl_multi_getcontent($handle);
};
$all = [];
for ($i = 0; $i < 8; $i++) {
    $all[] = spawn($get, "/multi$i");
}
echo implode(' ', await_all_or_fail($all)), "\n";
Async\graceful_shutdown();
?>
--EXPECT--
curl_exec(): curl_exec(), on the same handle; give each coroutine a handle of its own
curl_setopt(): curl_exec(), on the same handle; give each coroutine a handle of its own
curl_reset(): curl_exec(), on the same handle; give each coroutine a handle of its own
curl_copy_handle(): curl_exec(), on the same handle; give each coroutine a handle of its own
int(0)
bool(true)
string(4) "/one"
string(4) "/two"
string(13) "in the middle"
curl_exec(): a suspended Fiber, curl_exec()
string(6) "/three"
int(200)
/multi0 /multi1 /multi2 /multi3 /multi4 /multi5 /multi6 /multi7
