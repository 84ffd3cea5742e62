namespace Work.Functions.Workers;

/// <summary>The JSON schemas of the built-in workers' inputs. Other keys are let be: prerequisites' outputs are merged in.</summary>
internal static class InputSchemas
{
    public const string Http =
        """
        {
          "type": "object",
          "required": ["url"],
          "properties": {
            "url": { "type": "string", "format": "uri", "description": "http or https" },
            "method": { "enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "default": "POST" },
            "headers": { "type": "object", "additionalProperties": { "type": ["string", "array"], "items": { "type": "string" } } },
            "body": { "description": "Sent as it is: a string as text, anything else as JSON. Without it POST, PUT and PATCH carry an envelope that names the work." },
            "expect": {
              "type": ["integer", "array"], "minimum": 200, "maximum": 599, "items": { "type": "integer", "minimum": 200, "maximum": 599 },
              "description": "The status codes that are a success, in place of 2xx"
            }
          }
        }
        """;

    public const string Queue =
        """
        {
          "type": "object",
          "required": ["queue"],
          "properties": {
            "queue": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "minLength": 3, "maxLength": 63 },
            "message": { "description": "Put as it is: a string as text, anything else as JSON; then the work is done. Without it the message is an envelope that names the work, and its callback ends the run." },
            "awaitCallback": { "type": "boolean", "description": "Whether the run goes on until somebody calls back; true by default without a message of one's own, and false with one" },
            "encoding": { "enum": ["none", "base64"], "default": "none", "description": "base64 is what Azure Functions expects by default" },
            "delay": { "type": "string", "format": "duration", "description": "How long the message is hidden at first; at most P7D" },
            "timeToLive": { "type": "string", "format": "duration", "description": "How long the message lives; by default as long as the run may take, or with a message of one's own P7D" }
          }
        }
        """;

    public const string Transfer =
        """
        {
          "type": "object",
          "required": ["url"],
          "properties": {
            "url": { "type": "string", "format": "uri", "description": "http or https" },
            "to": { "type": "string", "description": "Fetch into this stored file, such as backups/home.html" },
            "from": { "type": "string", "description": "Send this stored file" },
            "method": { "enum": ["GET", "PUT", "POST"], "description": "GET with to; PUT (the default) or POST with from" },
            "sha256": {
              "type": "string", "pattern": "^[0-9A-Fa-f]{64}$",
              "description": "The hash that the file must have. Beside a file that names another file it is that file's, and is not looked at."
            },
            "headers": { "type": "object", "additionalProperties": { "type": ["string", "array"], "items": { "type": "string" } } }
          },
          "oneOf": [{ "required": ["to"] }, { "required": ["from"] }]
        }
        """;

    public const string Archive =
        """
        {
          "type": "object",
          "required": ["to"],
          "properties": {
            "files": { "type": ["string", "array"], "items": { "type": "string" } },
            "file": { "type": ["string", "array"], "items": { "type": "string" }, "description": "As files; the key in which transfers name theirs" },
            "to": { "type": ["string", "array"], "items": { "type": "string" }, "maxItems": 1 },
            "format": { "type": ["string", "array"], "items": { "enum": ["zip", "gzip"] }, "maxItems": 1, "default": "zip" }
          },
          "anyOf": [{ "required": ["files"] }, { "required": ["file"] }]
        }
        """;

    public const string Combine = """{ "type": "object", "description": "Anything: the outputs of the prerequisites, and its own input" }""";

    public const string Delay =
        """
        { "type": "object", "required": ["for"], "properties": { "for": { "type": "string", "format": "duration" } } }
        """;

    public const string Scripted =
        """
        {
          "type": "object",
          "properties": {
            "attempts": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "result": { "enum": ["success", "failure", "retry", "continue"], "default": "success" },
                  "output": { "type": "object" },
                  "error": { "type": "object", "properties": { "type": { "type": "string" }, "message": { "type": "string" } } },
                  "runFor": { "type": "string", "format": "duration" },
                  "progress": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["at", "data"],
                      "properties": { "at": { "type": "string", "format": "duration" }, "data": { "type": "object" } }
                    }
                  },
                  "throw": { "type": "string" },
                  "ignoreStop": { "type": "boolean" },
                  "checkpoint": { "type": "object", "description": "With the result continue: where the next entry goes on." },
                  "heartbeatEvery": { "type": "string", "format": "duration" },
                  "foreground": { "type": "object" }
                }
              }
            }
          }
        }
        """;
}
