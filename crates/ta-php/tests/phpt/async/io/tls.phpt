--TEST--
Encrypted streams between coroutines of one process: handshakes side by side, and much data
--EXTENSIONS--
openssl
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, spawn};

$file = __DIR__ . '/tls.tmp';
$key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
$request = openssl_csr_new(['commonName' => 'localhost'], $key);
openssl_x509_export(openssl_csr_sign($request, null, $key, 1), $certificate);
openssl_pkey_export($key, $private);
file_put_contents($file, $certificate . $private);

$listener = stream_socket_server('tls://127.0.0.1:0', $code, $message, context: stream_context_create(['ssl' => ['local_cert' => $file]]));
$name = str_replace('tcp://', '', stream_socket_get_name($listener, false));
$data = str_repeat('0123456789', 50_000);
$clients = 5;
$server = spawn(function () use ($listener, $clients, $data) {
    $served = [];
    for ($i = 0; $i < $clients; $i++) {
        $peer = stream_socket_accept($listener, 10);
        $served[] = spawn(function () use ($peer, $data) {
            $who = trim(fgets($peer));
            fwrite($peer, "$who$data");
            fclose($peer);
        });
    }
    await_all_or_fail($served);
});
$results = [];
for ($i = 0; $i < $clients; $i++) {
    $results[] = spawn(function () use ($name, $i, $data) {
        $context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
        $stream = stream_socket_client("tls://$name", $code, $message, 10, context: $context);
        fwrite($stream, "client $i\n");
        return stream_get_contents($stream) === "client $i$data";
    });
}
echo json_encode(array_values(await_all_or_fail($results))), "\n";
await($server);

// Nobody goes on with the handshake: the one who is cancelled does not spin either.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($silent, false);
$client = spawn(fn() => stream_socket_client("tls://$name", $code, $message, 60));
Async\delay(20);
$client->cancel();
$start = microtime(true);
try {
    await($client);
} catch (Async\AsyncCancellation $cancellation) {
    echo $cancellation->getMessage(), "\n";
}
var_dump(microtime(true) - $start < 10);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/tls.tmp');
?>
--EXPECT--
[true,true,true,true,true]
Coroutine cancelled
bool(true)
