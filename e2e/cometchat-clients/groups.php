<?php
// A backend that keeps a group for each of its courses, as public PHP programs that call these operations do: the host
// is made of app id and region, the header is spelt apiKey, and what is not 200 is an error. Only the credentials and
// the address are given from outside.

function comet(string $method, string $path, ?array $body = null, ?string $onBehalfOf = null): array
{
    $appId = getenv('COMETCHAT_APP_ID');
    $region = getenv('COMETCHAT_REGION');
    $host = getenv('COMETCHAT_ADDRESS') ?: "https://$appId.api-$region.cometchat.io";
    $headers = ['Content-Type: application/json', 'Accept: application/json', 'apiKey: ' . getenv('COMETCHAT_API_KEY'), "appId: $appId"];
    if ($onBehalfOf !== null) {
        $headers[] = "onBehalfOf: $onBehalfOf";
    }
    $call = curl_init("$host/v3$path");
    curl_setopt_array($call, [CURLOPT_RETURNTRANSFER => true, CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers]);
    if ($body !== null) {
        curl_setopt($call, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $answer = json_decode(curl_exec($call), true);
    if (curl_getinfo($call, CURLINFO_RESPONSE_CODE) !== 200) {
        return ['error' => $answer['error']['code']];
    }
    return $answer;
}

function show(string $what, array $result, callable $of): void
{
    echo $what, ' ', isset($result['error']) ? $result['error'] : $of($result['data']), "\n";
}

show('create', comet('POST', '/groups', [
    'guid' => 'course-42',
    'name' => 'Beginners',
    'type' => 'private',
    'icon' => 'https://example.com/course.png',
    'owner' => 'teacher',
    'metadata' => ['course' => 42],
    'tags' => ['courses'],
]), fn ($group) => "{$group['guid']} {$group['type']} {$group['owner']} {$group['membersCount']}");
show('again', comet('POST', '/groups', ['guid' => 'course-42', 'name' => 'Beginners', 'type' => 'private']), fn ($group) => $group['guid']);

show('add', comet('POST', '/groups/course-42/members', [
    'moderators' => ['helper'],
    'participants' => ['anna', 'ben', 'nobody'],
]), function ($lists) {
    $out = [];
    foreach ($lists as $list => $entries) {
        foreach ($entries as $uid => $entry) {
            $out[] = "$list/$uid " . ($entry['success'] ? $entry['data']['data']['action'] : $entry['error']['code']);
        }
    }
    return implode(', ', $out);
});

show('members', comet('GET', '/groups/course-42/members?perPage=2'), fn ($rows) => implode(', ', array_map(fn ($m) => "{$m['uid']} {$m['scope']}", $rows)));
show('scope', comet('PUT', '/groups/course-42/members/anna', ['scope' => 'moderator'], 'teacher'), fn ($member) => $member['scope']);
show('welcome', comet('POST', '/messages', [
    'category' => 'message',
    'type' => 'text',
    'receiver' => 'course-42',
    'receiverType' => 'group',
    'data' => ['text' => 'Welcome! 👋', 'metadata' => ['course' => 42]],
], 'teacher'), fn ($message) => "{$message['conversationId']} {$message['data']['text']} {$message['data']['entities']['receiver']['entity']['name']}");
show('stranger', comet('POST', '/messages', [
    'receiver' => 'course-42',
    'receiverType' => 'group',
    'data' => ['text' => 'Let me in'],
], 'eve'), fn ($message) => $message['id']);
show('kick', comet('DELETE', '/groups/course-42/members/ben'), fn ($done) => $done['message']);
show('ban', comet('POST', '/groups/course-42/bannedusers/anna', null, 'teacher'), fn ($done) => $done['message']);
show('banned', comet('GET', '/groups/course-42/bannedusers'), fn ($rows) => implode(', ', array_column($rows, 'uid')));
show('history', comet('GET', '/groups/course-42/messages?limit=50&category=message'), fn ($rows) => implode(', ', array_map(fn ($m) => $m['data']['text'], $rows)));
show('end', comet('DELETE', '/groups/course-42'), fn ($done) => $done['message']);
show('gone', comet('GET', '/groups/course-42'), fn ($group) => $group['guid']);
