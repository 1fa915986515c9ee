<?php
/**
 * A server that takes uploads of any size and says what it got.
 *
 * TA_PORT is where it listens on 127.0.0.1, TA_UPLOADS a directory that /keep moves files to.
 */
declare(strict_types=1);

use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\UploadedFile;

$config = new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT'));
$config->setMaxBodySize(4 << 30)->setBodyStreamingEnabled(true);

/** Everything about a file, or about those in an array. */
function describe(UploadedFile|array $file): array
{
    if (is_array($file)) {
        return array_map('describe', $file);
    }
    $stream = $file->getStream();
    return [
        'name' => base64_encode($file->getClientFilename()),
        'type' => $file->getClientMediaType(),
        'size' => $file->getSize(),
        'error' => $file->getError(),
        'sum' => $stream === null ? null : hash_final((function () use ($stream) {
            $hash = hash_init('crc32b');
            hash_update_stream($hash, $stream);
            return $hash;
        })()),
    ];
}

$server = new HttpServer($config);
$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) {
    switch ($request->getPath()) {
        case '/form':
            $response->json(['post' => $request->getPost(), 'files' => array_map('describe', $request->getFiles())]);
            return;
        case '/sizes':
            $files = $request->getFiles()['f'];
            $response->json([array_sum(array_map(fn($file) => (int) $file->getSize(), $files)), count($files)]);
            return;
        case '/keep':
            $request->getFile('f')->moveTo(getenv('TA_UPLOADS') . '/kept/here', 0600);
            return;
        case '/read':
            $bytes = 0;
            while (($piece = $request->readBody()) !== null) {
                $bytes += strlen($piece);
            }
            $response->setBody((string) $bytes);
            return;
        default:
            $response->setBody('hello');
    }
});
$server->start();
