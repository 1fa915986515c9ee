--TEST--
An encrypted stream is read by one coroutine while another writes it, as a plain one is
--EXTENSIONS--
openssl
true_async_server
--FILE--
<?php
use function Async\{await, await_all_or_fail, delay, spawn, suspend};

$file = __DIR__ . '/tls_in_both_directions.tmp';
$key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
$request = openssl_csr_new(['commonName' => 'localhost'], $key);
openssl_x509_export(openssl_csr_sign($request, null, $key, 1), $certificate);
openssl_pkey_export($key, $private);
file_put_contents($file, $certificate . $private);
$listener = stream_socket_server('tls://127.0.0.1:0', $code, $message, context: stream_context_create(['ssl' => ['local_cert' => $file]]));
$name = str_replace('tcp://', '', stream_socket_get_name($listener, false));

function pair(): array
{
    global $listener, $name;
    $accepted = spawn(fn() => stream_socket_accept($listener, 10));
    $context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
    $client = stream_socket_client("tls://$name", $code, $message, 10, context: $context);
    return [$client, await($accepted)];
}

[$client, $server] = pair();
$data = str_repeat('0123456789', 1_600_000);
$send = fn($stream) => fwrite($stream, $data) . ' sent';
$receive = function ($stream) use ($data) {
    $got = '';
    while (strlen($got) < strlen($data)) {
        $piece = fread($stream, 50_000);
        if ($piece === '' || $piece === false) {
            return 'cut off at ' . strlen($got);
        }
        $got .= $piece;
    }
    return $got === $data ? 'same' : 'different';
};
// A reader that waits already, then much data both ways on both sides.
$work = [
    spawn($receive, $client),
    spawn($receive, $server),
];
suspend();
$work[] = spawn($send, $client);
$work[] = spawn($send, $server);
echo implode(', ', await_all_or_fail($work)), "\n";

// A dialogue while somebody listens all the time.
$listening = spawn(function () use ($client) {
    $lines = [];
    for ($i = 0; $i < 50; $i++) {
        $lines[] = fgets($client);
    }
    return count(array_filter($lines)) . ' lines, ' . array_sum(array_map(intval(...), $lines));
});
$echo = spawn(function () use ($server) {
    for ($i = 0; $i < 50; $i++) {
        fwrite($server, fgets($server));
    }
});
for ($i = 0; $i < 50; $i++) {
    if (fwrite($client, "$i\n") !== strlen("$i\n")) {
        echo "short write\n";
    }
    $i % 7 || delay(1);
}
echo await($listening), "\n";
await($echo);
var_dump(stream_get_meta_data($client)['blocked']);

// Closing it under a reader.
$reader = spawn(fn() => @fgets($client));
suspend();
fclose($client);
var_dump(await($reader), fgets($server));
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/tls_in_both_directions.tmp');
?>
--EXPECT--
same, same, 16000000 sent, 16000000 sent
50 lines, 1225
bool(true)
bool(false)
bool(false)
