--TEST--
curl: a cancelled transfer ends with the cancellation, and the next one works
--EXTENSIONS--
curl
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_HTTP_PORT', 'TA_HTTPS_PORT');
?>
--FILE--
<?php
require __DIR__ . '/curl.inc';

$again = fn() => curl_exec(handle('/'));
$calls = [
    'curl_exec' => fn() => curl_exec(handle('/?delay=60')),
    'https' => fn() => curl_exec(handle('/?delay=60', tls: true)),
    'within the body' => fn() => curl_exec(handle('/chunks?count=60&gap=1', [CURLOPT_WRITEFUNCTION => fn($curl, $data) => strlen($data)])),
    'in a callback' => fn() => curl_exec(handle('/', [CURLOPT_WRITEFUNCTION => fn() => sleep(60)])),
    'curl_multi_select' => function () {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, handle('/?delay=60'));
        do {
            curl_multi_exec($multi, $running);
        } while ($running && curl_multi_select($multi, 60) !== -1);
    },
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
// The handle itself goes on as well.
$curl = handle('/?delay=60');
cancelled('a handle', fn() => curl_exec($curl), function () use ($curl) {
    curl_setopt($curl, CURLOPT_URL, url('/'));
    return curl_exec($curl);
});
?>
--EXPECT--
curl_exec: finally, Async\AsyncCancellation, then "delayed 0"
https: finally, Async\AsyncCancellation, then "delayed 0"
within the body: finally, Async\AsyncCancellation, then "delayed 0"
in a callback: finally, Async\AsyncCancellation, then "delayed 0"
curl_multi_select: finally, Async\AsyncCancellation, then "delayed 0"
a handle: finally, Async\AsyncCancellation, then "delayed 0"
