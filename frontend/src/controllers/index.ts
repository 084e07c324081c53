import AutosizeController from "./autosize_controller";
import BarController from "./bar_controller";
import BoardController from "./board_controller";
import CellsController from "./cells_controller";
import ColumnsController from "./columns_controller";
import ConnectionController from "./connection_controller";
import CursorController from "./cursor_controller";
import DialController from "./dial_controller";
import DialogController from "./dialog_controller";
import DraftController from "./draft_controller";
import FindController from "./find_controller";
import MenuController from "./menu_controller";
import NarrowController from "./narrow_controller";
import PasskeyController from "./passkey_controller";
import MirrorController from "./mirror_controller";
import PickerController from "./picker_controller";
import RecentController from "./recent_controller";
import RevealController from "./reveal_controller";
import RowsController from "./rows_controller";
import SelectController from "./select_controller";
import ShortcutController from "./shortcut_controller";
import SubmitController from "./submit_controller";
import ThemeController from "./theme_controller";
import ToastController from "./toast_controller";
import ToastsController from "./toasts_controller";
import TreeController from "./tree_controller";
import UploadController from "./upload_controller";
import WordsController from "./words_controller";
import type { ControllerConstructor } from "@hotwired/stimulus";

export const controllers: [string, ControllerConstructor][] = [
  ["k-autosize", AutosizeController],
  ["k-bar", BarController],
  ["k-board", BoardController],
  ["k-cells", CellsController],
  ["k-columns", ColumnsController],
  ["k-connection", ConnectionController],
  ["k-cursor", CursorController],
  ["k-dial", DialController],
  ["k-dialog", DialogController],
  ["k-draft", DraftController],
  ["k-find", FindController],
  ["k-menu", MenuController],
  ["k-narrow", NarrowController],
  ["k-passkey", PasskeyController],
  ["k-mirror", MirrorController],
  ["k-picker", PickerController],
  ["k-recent", RecentController],
  ["k-reveal", RevealController],
  ["k-rows", RowsController],
  ["k-select", SelectController],
  ["k-shortcut", ShortcutController],
  ["k-submit", SubmitController],
  ["k-theme", ThemeController],
  ["k-toast", ToastController],
  ["k-toasts", ToastsController],
  ["k-tree", TreeController],
  ["k-upload", UploadController],
  ["k-words", WordsController],
];
