--TEST--
curl: ten coroutines wait for their servers as long as one
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

together('curl_exec', 0.3, fn() => curl_exec(handle('/?delay=0.3')));
together('https', 0.3, fn() => curl_exec(handle('/?delay=0.3', tls: true)));
together('a name to look up', 0.3, fn() => curl_exec(curl_copy_handle(handle('/?delay=0.3', [CURLOPT_URL => 'http://localhost:' . getenv('TA_HTTP_PORT') . '/?delay=0.3']))));
together('chunks', 0.3, fn() => curl_exec(handle('/chunks?count=3&gap=0.1')));
together('one connection again', 0.3, function () {
    $curl = handle('/?delay=0.15');
    return [curl_exec($curl), curl_exec($curl), curl_getinfo($curl, CURLINFO_NUM_CONNECTS)];
});
together('timeouts', 0.3, function () {
    $curl = handle('/?delay=20', [CURLOPT_TIMEOUT_MS => 300]);
    return [curl_exec($curl), curl_errno($curl)];
});
together('curl_multi_select', 0.3, function () {
    $multi = curl_multi_init();
    $handles = [handle('/?delay=0.3'), handle('/?delay=0.2', tls: true)];
    foreach ($handles as $handle) {
        curl_multi_add_handle($multi, $handle);
    }
    do {
        $status = curl_multi_exec($multi, $running);
    } while ($running && curl_multi_select($multi, 5) !== -1 && $status === CURLM_OK);
    return array_map(curl_multi_getcontent(...), $handles);
});
together('callbacks that wait', 0.3, function () {
    $body = '';
    curl_exec(handle('/chunks?count=2&gap=0', [CURLOPT_WRITEFUNCTION => function ($curl, $data) use (&$body) {
        usleep(150_000);
        $body .= $data;
        return strlen($data);
    }]));
    return $body;
});
together('uploads', 0.3, fn() => strlen(curl_exec(handle('/echo?delay=0.3', [CURLOPT_POSTFIELDS => str_repeat('x', 500_000)]))));
?>
--EXPECT--
curl_exec: together, "delayed 0.3"
https: together, "delayed 0.3"
a name to look up: together, "delayed 0.3"
chunks: together, "chunk 0\nchunk 1\nchunk 2\n"
one connection again: together, ["delayed 0.15","delayed 0.15",0]
timeouts: together, [false,28]
curl_multi_select: together, ["delayed 0.3","delayed 0.2"]
callbacks that wait: together, "chunk 0\nchunk 1\n"
uploads: together, 500046
