--TEST--
curl: results, errors, timeouts and callbacks are those of plain PHP
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

$errors = fn(CurlHandle $curl) => [curl_exec($curl), curl_errno($curl), curl_getinfo($curl, CURLINFO_RESPONSE_CODE)];
as_ever([
    'a page' => fn() => $errors(handle('/?delay=0.01')),
    'https' => fn() => $errors(handle('/pattern?length=10', tls: true)),
    'no certificate to compare with' => fn() => in_array($errors(handle('/', [CURLOPT_CAINFO => '/dev/null'], tls: true))[1], [CURLE_SSL_CACERT, CURLE_SSL_CACERT_BADFILE]),
    'much data' => fn() => md5(curl_exec(handle('/pattern?length=3000000', tls: true))),
    'redirects' => fn() => $errors(handle('/redirect?to=/pattern?length=5', [CURLOPT_FOLLOWLOCATION => true])),
    'a status' => fn() => $errors(handle('/status?code=503', [CURLOPT_FAILONERROR => true])),
    'POST' => fn() => str_contains(curl_exec(handle('/echo', [CURLOPT_POSTFIELDS => ['a' => 1]])), 'name="a"'),
    'CURLFile' => fn() => strlen(curl_exec(handle('/echo', [CURLOPT_POSTFIELDS => ['file' => new CURLFile(__DIR__ . '/curl.inc', 'text/plain', 'name')]]))) > filesize(__DIR__ . '/curl.inc'),
    'PUT of a file' => function () {
        return str_ends_with(curl_exec(handle('/echo', [CURLOPT_UPLOAD => true, CURLOPT_INFILE => fopen(__DIR__ . '/curl.inc', 'r'), CURLOPT_INFILESIZE => filesize(__DIR__ . '/curl.inc')])), file_get_contents(__DIR__ . '/curl.inc'));
    },
    'into a file' => function () {
        $file = fopen('php://memory', 'w+');
        $result = curl_exec(handle('/chunks?gap=0.01', [CURLOPT_FILE => $file]));
        rewind($file);
        return [$result, stream_get_contents($file)];
    },
    'printed' => fn() => curl_exec(handle('/chunks?gap=0.01', [CURLOPT_RETURNTRANSFER => false])),
    'callbacks' => function () {
        $calls = ['header' => 0, 'write' => '', 'progress' => false];
        $body = 'from the callback';
        $result = curl_exec(handle('/echo', [
            CURLOPT_UPLOAD => true,
            CURLOPT_INFILESIZE => strlen($body),
            // Not every version asks first whether it may.
            CURLOPT_HTTPHEADER => ['Expect:'],
            CURLOPT_READFUNCTION => function ($curl, $file, $length) use (&$body) {
                [$part, $body] = [substr($body, 0, 5), substr($body, 5)];
                return $part;
            },
            CURLOPT_HEADERFUNCTION => function ($curl, $line) use (&$calls) {
                $calls['header']++;
                return strlen($line);
            },
            CURLOPT_WRITEFUNCTION => function ($curl, $data) use (&$calls) {
                $calls['write'] .= $data;
                return strlen($data);
            },
            CURLOPT_NOPROGRESS => false,
            CURLOPT_PROGRESSFUNCTION => function () use (&$calls) {
                $calls['progress'] = true;
                return 0;
            },
        ]));
        return [$result, $calls];
    },
    'a callback that throws' => fn() => curl_exec(handle('/', [CURLOPT_WRITEFUNCTION => fn() => throw new DomainException('from the callback')])),
    'a callback that gives up' => fn() => $errors(handle('/', [CURLOPT_WRITEFUNCTION => fn() => 0])),
    'nothing in time' => fn() => $errors(handle('/?delay=20', [CURLOPT_TIMEOUT_MS => 200])),
    'cut' => fn() => $errors(handle('/cut?after=10&delay=0.01')),
    'reset' => fn() => $errors(handle('/reset?after=10')),
    'nobody listens' => fn() => $errors(handle('/', [CURLOPT_URL => 'http://127.0.0.1:1/'])),
    'no such host' => fn() => $errors(handle('/', [CURLOPT_URL => 'http://' . NO_HOST . '/'])),
    'multi' => function () {
        $multi = curl_multi_init();
        $handles = [handle('/?delay=0.05'), handle('/', [CURLOPT_URL => 'http://127.0.0.1:1/'])];
        foreach ($handles as $handle) {
            curl_multi_add_handle($multi, $handle);
        }
        do {
            curl_multi_exec($multi, $running);
        } while ($running && curl_multi_select($multi, 5) !== -1);
        $results = array_map(curl_multi_getcontent(...), $handles);
        while ($done = curl_multi_info_read($multi)) {
            $results[] = $done['result'];
        }
        sort($results);
        return $results;
    },
    'multi without select' => function () {
        $multi = curl_multi_init();
        curl_multi_add_handle($multi, $handle = handle('/?delay=0.05'));
        $until = microtime(true) + 8;
        do {
            curl_multi_exec($multi, $running);
        } while ($running && microtime(true) < $until);
        return curl_multi_getcontent($handle);
    },
]);
?>
--EXPECT--
a page: ["delayed 0.01",0,200]
https: ["0123456789",0,200]
no certificate to compare with: true
much data: "55a95d24c5e52ee25a245028a1768961"
redirects: ["01234",0,200]
a status: [false,22,503]
POST: true
CURLFile: true
PUT of a file: true
into a file: [true,"chunk 0\nchunk 1\nchunk 2\n"]
printed: "chunk 0\nchunk 1\nchunk 2\n" printed, true
callbacks: [true,{"header":6,"write":"PUT - 17\nfrom the callback","progress":true}]
a callback that throws: DomainException
a callback that gives up: [false,23,200]
nothing in time: [false,28,0]
cut: [false,18,200]
reset: [false,56,200]
nobody listens: [false,7,0]
no such host: [false,6,0]
multi: ["",0,7,"delayed 0.05"]
multi without select: "delayed 0.05"
