--TEST--
curl: a transfer in the middle of a body notices that its server has gone
--EXTENSIONS--
curl
sockets
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_HTTP_PORT');
?>
--FILE--
<?php
require __DIR__ . '/curl.inc';

$serve = function (callable $end) {
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    Async\spawn(function () use ($listener, $end) {
        $peer = stream_socket_accept($listener, 10);
        fread($peer, 8192);
        fwrite($peer, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it");
        Async\delay(400);
        $end($peer);
        fclose($peer);
    });
    return 'http://' . stream_socket_get_name($listener, false) . '/';
};
$ends = [
    'end' => fn() => null,
    'reset' => fn($peer) => socket_set_option(socket_import_stream($peer), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]),
];
foreach ($ends as $name => $end) {
    bereaved("curl_exec, $name", function () use ($serve, $end) {
        $curl = handle('/', [CURLOPT_URL => $serve($end)]);
        return [curl_exec($curl), curl_errno($curl)];
    }, fn() => null);
    bereaved("curl_multi_select, $name", function () use ($serve, $end) {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $curl = handle('/', [CURLOPT_URL => $serve($end)]));
        do {
            curl_multi_exec($multi, $running);
        } while ($running && curl_multi_select($multi, 60) !== -1);
        return curl_multi_info_read($multi)['result'];
    }, fn() => null);
}
?>
--EXPECT--
curl_exec, end: [false,18]
curl_multi_select, end: 18
curl_exec, reset: [false,56]
curl_multi_select, reset: 56
