// First thing in the body, and a file of its own because the security policy allows no inline script.
// Both design systems read these two classes.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
