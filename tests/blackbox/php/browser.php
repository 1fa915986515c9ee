<?php
/**
 * A site for browsers: forms, and files below TA_FILES from a mount and from a handler.
 *
 * TA_PORT is where it listens on 127.0.0.1.
 */
declare(strict_types=1);

use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\StaticHandler;
use TrueAsync\UploadedFile;

$root = realpath(getenv('TA_FILES'));
$ranges = [];

$server = new HttpServer(new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT')));
$server->addStaticHandler(new StaticHandler('/files/', $root));
$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) use ($root, &$ranges) {
    $path = $request->getPath();
    if (str_starts_with($path, '/sent/')) {
        $ranges[] = $request->getHeader('range');
        $response->sendFile($root . '/' . basename($path));
        return;
    }
    switch ($path) {
        case '/':
            $response->html(<<<'HTML'
                <!doctype html><meta charset="utf-8"><title>forms</title>
                <form id="upload" method="post" action="/form" enctype="multipart/form-data">
                    <input name="name"><input name="tags[]"><input name="tags[]">
                    <input type="file" name="f[]" multiple>
                </form>
                <form id="plain" method="post" action="/form">
                    <input name="a[x][]"><input name="a[x][]"><input name="b">
                </form>
                HTML);
            return;
        case '/form':
            $files = array_map(fn(UploadedFile $file) => [
                $file->getClientFilename(),
                $file->getSize(),
                stream_get_contents($file->getStream()) === file_get_contents($root . '/' . $file->getClientFilename()),
            ], $request->getFiles()['f'] ?? []);
            $response->json(['type' => strtok($request->getHeader('content-type'), ';'),
                'post' => $request->getPost(), 'files' => $files]);
            return;
        case '/ranges':
            $response->json($ranges);
            return;
        default:
            $response->setStatusCode(404);
    }
});
$server->start();
