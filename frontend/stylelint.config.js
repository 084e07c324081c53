/** Few rules: what the formatter cannot see and what the design forbids. */
export default {
  rules: {
    "block-no-empty": true,
    "color-no-hex": true,
    "declaration-block-no-duplicate-properties": true,
    "declaration-no-important": true,
    "no-duplicate-selectors": true,
    "no-invalid-double-slash-comments": true,
    "property-disallowed-list": [["/^(margin|padding|border)-(left|right)/", "left", "right", "float"]],
    "selector-class-pattern": "^[a-z][a-z0-9-]*$",
    "selector-max-id": 0,
  },
};
